import type { IncomingMessage } from 'node:http';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket, WebSocketServer } from 'ws';

/** What is known of a socket. */
export interface OpenedSocket {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

const PING_EVERY_MS = 12_000;
const GOING_AWAY = 1001;
const GOODBYE_MS = 2000;

/**
 * Speaks the graphql-transport-ws protocol on sockets. The adapter that comes with graphql-ws does the
 * same, but writes whatever a client brings about to the console, and tells clients what was thrown.
 * Returns what ends it: clients are told to go.
 */
export function serveGraphqlSockets<Extra extends object>(sockets: WebSocketServer, options: ServerOptions<Record<string, unknown>, OpenedSocket & Partial<Extra>>, log: Logger): () => Promise<void> {
  const protocol = makeServer(options);
  sockets.options.handleProtocols = handleProtocols;
  sockets.on('connection', (socket, request) => {
    // A client that breaks the protocol of WebSockets; the library closes the socket by itself.
    socket.on('error', () => undefined);
    const stopPinging = pingWhileOpen(socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // What can't be sent any more needs no answer: the socket is closing, which ends what goes on on it.
        send: (data) => new Promise((resolve) => (socket.readyState === socket.OPEN ? socket.send(data, () => resolve()) : resolve())),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) => {
          socket.on('message', (data: Buffer) => {
            take(data.toString()).catch((error: unknown) => {
              log.warn({ name: error instanceof Error ? error.name : typeof error }, 'a message of a WebSocket failed');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          });
        },
      },
      { socket, request } as OpenedSocket & Partial<Extra>,
    );
    socket.once('close', (code, reason) => {
      stopPinging();
      void closed(code, reason.toString());
    });
  });
  return async () => {
    // One that doesn't listen is not waited for.
    const impatience = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), GOODBYE_MS);
    for (const client of sockets.clients) client.close(GOING_AWAY, 'Going away');
    await new Promise((resolve) => sockets.close(resolve));
    clearTimeout(impatience);
  };
}

/** Ends a socket whose client has gone without a word: it answers no ping before the next one. */
function pingWhileOpen(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}
