import type { IncomingMessage } from 'node:http';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket, WebSocketServer } from 'ws';

export interface OpenedSocket {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

const PING_EVERY_MS = 12_000;
const GOING_AWAY = 1001;
const CLOSE_TIMEOUT_MS = 2000;

/**
 * Serves the graphql-transport-ws protocol. It replaces graphql-ws's own adapter, which logs errors to the console
 * and sends thrown messages to clients. Returns a function that closes all sockets.
 */
export function serveGraphqlSockets<Extra extends object>(sockets: WebSocketServer, options: ServerOptions<Record<string, unknown>, OpenedSocket & Partial<Extra>>, log: Logger): () => Promise<void> {
  const protocol = makeServer(options);
  sockets.options.handleProtocols = handleProtocols;
  sockets.on('connection', (socket, request) => {
    // The client violated the WebSocket protocol. The library closes the socket.
    socket.on('error', () => undefined);
    const stopPinging = pingWhileOpen(socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolves even if the message can't be sent: the socket is closing, which ends its subscriptions.
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
    // Don't wait longer for clients that do not close.
    const closeTimer = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), CLOSE_TIMEOUT_MS);
    for (const client of sockets.clients) client.close(GOING_AWAY, 'Going away');
    await new Promise((resolve) => sockets.close(resolve));
    clearTimeout(closeTimer);
  };
}

/** Terminates a socket whose client does not answer a ping before the next one. */
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
