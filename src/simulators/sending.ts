import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';

/** Sends a whole answer. */
export function send(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  response.end(answer.text);
}

/** Sends status and headers only, announcing the length of the whole body. */
export function writeHead(response: ServerResponse, { status, text, contentType, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
}
