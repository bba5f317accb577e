import type { IncomingMessage, Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** At shutdown, requests in progress have until their deadline plus this time to send the response. */
const SHUTDOWN_GRACE_MS = 1000;
/** At shutdown, keep-alive connections are answered for this time, because a proxy may be sending a request on one. */
const LAST_REQUESTS_MS = 250;

/** Stops the server: accepts no new connections, waits for last requests on keep-alive connections, then for requests in progress. */
export async function shutDown(fastify: FastifyInstance, unused: ReadonlySet<Socket>, endSubscriptions: () => Promise<void>, operationTimeoutMs: number): Promise<void> {
  const closeTimer = setTimeout(() => fastify.server.closeAllConnections(), operationTimeoutMs + SHUTDOWN_GRACE_MS);
  await Promise.all([stopListening(fastify.server), endSubscriptions()]);
  for (const socket of unused) socket.destroy();
  await fastify.close();
  clearTimeout(closeTimer);
}

/** Accepts no new connections. Keeps existing ones open for LAST_REQUESTS_MS. */
async function stopListening(server: Server): Promise<void> {
  const closed = new AbortController();
  // The operating system may already have accepted connections. After this turn Node knows them, and closing does not reset them.
  await setImmediate();
  // The close() of HTTP servers would also close idle connections.
  NetServer.prototype.close.call(server, () => closed.abort());
  await wait(LAST_REQUESTS_MS, undefined, { signal: closed.signal }).catch(() => undefined);
}

/** Connections without a request so far. Node does not count them as idle. */
export function unusedConnections(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  for (const event of ['request', 'upgrade']) server.on(event, ({ socket }: IncomingMessage) => void unused.delete(socket));
  return unused;
}
