import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';

/** Sends a complete response. */
export function send(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  response.end(answer.text);
}

/** Sends only status and headers, with the content-length of the whole body. */
export function writeHead(response: ServerResponse, { status, text, contentType, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
}
