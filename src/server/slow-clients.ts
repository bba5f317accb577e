import type { FastifyInstance } from 'fastify';
import type { WebSocketServer } from 'ws';
import { RECORDINGS_PATH } from './recordings.js';
import { onResponseEnd } from './response-end.js';
import type { UnreadAnswers } from './unread-answers.js';

/** Timeouts are checked this many times per timeout period. */
const CHECKS_PER_TIMEOUT = 5;

/** Server options: Node closes a connection whose request does not arrive within `milliseconds`. */
export function requestWithin(milliseconds: number) {
  return { requestTimeout: milliseconds, http: { connectionsCheckingInterval: Math.ceil(milliseconds / CHECKS_PER_TIMEOUT), headersTimeout: milliseconds } };
}

/**
 * Closes a connection whose client does not read the response within `milliseconds`, because it stays in memory.
 * Sooner, if too much is unread altogether.
 */
export function answerWithin(fastify: FastifyInstance, milliseconds: number, unread: UnreadAnswers): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    // Audio is read as it is heard, and has limits of its own.
    if (request.routeOptions.url === RECORDINGS_PATH) return;
    const { raw } = reply;
    const timer = setTimeout(() => raw.destroy(), milliseconds).unref();
    const read = unread.sent(request.socket, bytesIn(payload), () => request.socket.destroy());
    onResponseEnd(request, reply, () => {
      clearTimeout(timer);
      read();
    });
  });
}

function bytesIn(payload: unknown): number {
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.byteLength(payload) : 0;
}

/**
 * The same for WebSockets: closes a socket that has had unread data for the whole time. Idle sockets stay open.
 * Returns a function that stops the checks.
 */
export function closeUnread({ clients }: WebSocketServer, milliseconds: number): () => void {
  const unreadSince = new WeakMap<object, number>();
  const check = () => {
    const now = performance.now();
    for (const client of clients) {
      if (client.bufferedAmount === 0) unreadSince.delete(client);
      else if (!unreadSince.has(client)) unreadSince.set(client, now);
      else if (now - (unreadSince.get(client) ?? now) >= milliseconds) client.terminate();
    }
  };
  const timer = setInterval(check, Math.ceil(milliseconds / CHECKS_PER_TIMEOUT)).unref();
  return () => clearInterval(timer);
}
