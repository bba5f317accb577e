import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { type Answer, json } from './answer.js';
import type { Fault } from './faults.js';
import { send, writeHead } from './sending.js';

/** The normal behaviour that a fault may use. `answer` is called only if needed, because it may place a call. */
export interface Normally {
  answer(): Answer;
  refuse(status: number): Answer;
}

/** Responds to one request with a fault. */
export function sendWithFault(fault: Fault, response: ServerResponse, normally: Normally): void {
  switch (fault.kind) {
    case 'status':
      return send(response, statusAnswer(fault, normally));
    case 'html':
      return send(response, {
        status: fault.status ?? 200,
        text: '<!doctype html><html><head><title>Please wait</title></head><body><h1>Please wait</h1></body></html>',
        contentType: 'text/html; charset=utf-8',
      });
    case 'malformed-json':
      return send(response, { ...json(200, null), text: '{"data": [{"id": 1, "status": "comp' });
    case 'reset':
      return reset(response);
    case 'reset-mid-body':
      return resetMidBody(response, normally.answer());
    case 'hang':
      return;
    case 'delay': {
      const timer = setTimeout(() => send(response, normally.answer()), fault.milliseconds);
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'oversized':
      return sendOversized(response, fault.bytes);
    case 'redirect':
      return send(response, { ...json(302, {}), headers: { location: fault.location } });
    case 'answer-then-fail':
      normally.answer();
      return send(response, normally.refuse(fault.status));
    case 'act-then-reset':
      normally.answer();
      return reset(response);
  }
}

function statusAnswer({ status, body, headers }: Extract<Fault, { kind: 'status' }>, normally: Normally): Answer {
  const answer = body === undefined ? normally.refuse(status) : json(status, body);
  const text = typeof body === 'string' ? body : answer.text;
  return { ...answer, text, headers: { ...answer.headers, ...headers } };
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function resetMidBody(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  // Closes only after half of the body is written, because an immediate reset would discard the headers too.
  response.write(answer.text.slice(0, Math.floor(answer.text.length / 2)), () => response.socket?.destroy());
}

function sendOversized(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  // Ignores errors, because the client is expected to disconnect.
  pipeline(Readable.from(paddedJson(bytes)), response, () => undefined);
}

function* paddedJson(bytes: number): Generator<string> {
  const chunk = 'x'.repeat(64 * 1024);
  yield '{"data":"';
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.slice(0, left);
  yield '"}';
}
