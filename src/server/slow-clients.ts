import type { FastifyInstance } from 'fastify';
import type { WebSocketServer } from 'ws';

/** So often within the time that a client has it is looked whether the time is over. */
const LOOKS = 5;

/** What has Node close connections whose requests aren't in within so many milliseconds. */
export function requestWithin(milliseconds: number) {
  return { requestTimeout: milliseconds, http: { connectionsCheckingInterval: Math.ceil(milliseconds / LOOKS), headersTimeout: milliseconds } };
}

/** Closes connections whose answers aren't taken within so many milliseconds: unread, they would be kept in memory. */
export function answerWithin(fastify: FastifyInstance, milliseconds: number): void {
  fastify.addHook('onSend', async (_request, { raw }) => {
    const impatience = setTimeout(() => raw.destroy(), milliseconds).unref();
    raw.once('close', () => clearTimeout(impatience));
  });
}

/**
 * The same for WebSockets: one that has not taken all that was sent in all of that time is closed. One
 * that is idle stays, as long as it answers pings. Returns what ends it.
 */
export function closeUnread({ clients }: WebSocketServer, milliseconds: number): () => void {
  const unreadSince = new WeakMap<object, number>();
  const look = () => {
    const now = performance.now();
    for (const client of clients) {
      if (client.bufferedAmount === 0) unreadSince.delete(client);
      else if (!unreadSince.has(client)) unreadSince.set(client, now);
      else if (now - (unreadSince.get(client) ?? now) >= milliseconds) client.terminate();
    }
  };
  const timer = setInterval(look, Math.ceil(milliseconds / LOOKS)).unref();
  return () => clearInterval(timer);
}
