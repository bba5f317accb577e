import type { IncomingMessage } from 'node:http';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket, WebSocketServer } from 'ws';
import { isDeeperThan, MAX_DEPTH } from './json-body.js';
import type { UnreadAnswers } from './unread-answers.js';

export interface OpenedSocket {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

const PING_EVERY_MS = 12_000;
const GOING_AWAY = 1001;
const PONG = '{"type":"pong"}';
const CLOSE_TIMEOUT_MS = 2000;
/** In bytes. While a client has left more unread, nothing that it sends is read. */
const MOST_UNREAD = 64 * 1024;
/** WebSockets allow no longer reason, in bytes. Of a longer one this many characters are kept: each has at most three bytes. */
const LONGEST_REASON = 123;
const KEPT_OF_REASON = 40;

/**
 * Serves the graphql-transport-ws protocol. It replaces graphql-ws's own adapter, which logs errors to the console,
 * sends thrown messages to clients, and repeats what a ping says. Returns a function that closes all sockets.
 */
export function serveGraphqlSockets<Extra extends object>(
  sockets: WebSocketServer,
  options: ServerOptions<Record<string, unknown>, OpenedSocket & Partial<Extra>>,
  unread: UnreadAnswers,
  log: Logger,
): () => Promise<void> {
  const protocol = makeServer(options);
  sockets.options.handleProtocols = handleProtocols;
  sockets.on('connection', (socket, request) => {
    // The client violated the WebSocket protocol. The library closes the socket.
    socket.on('error', () => undefined);
    const stopPinging = pingWhileOpen(socket);
    const send = (data: string) => sendTo(socket, Buffer.from(data), unread);
    const close = (code: number, reason: string) => socket.close(code, Buffer.byteLength(reason) > LONGEST_REASON ? `${reason.slice(0, KEPT_OF_REASON)}…` : reason);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close,
        onPing: () => send(PONG),
        onMessage: (take) => {
          socket.on('message', (data: Buffer) => {
            const message = data.toString();
            if (isDeeperThan(MAX_DEPTH, message)) return close(CloseCode.BadRequest, 'Nested too deep');
            take(message).catch((error: unknown) => {
              if (isUnexpected(error)) return close(CloseCode.BadRequest, 'Unexpected message');
              log.warn({ name: error instanceof Error ? error.name : typeof error }, 'a message of a WebSocket failed');
              close(CloseCode.InternalServerError, 'Internal server error');
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

/** Resolves once it is sent, also if it can't be: then the socket is closing, which ends its subscriptions. */
function sendTo(socket: WebSocket, bytes: Buffer, unread: UnreadAnswers): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve) => {
    const read = unread.sent(socket, bytes.length, () => socket.terminate());
    socket.send(bytes, { binary: false }, () => {
      read();
      if (socket.isPaused && socket.bufferedAmount <= MOST_UNREAD) socket.resume();
      resolve();
    });
    if (socket.bufferedAmount > MOST_UNREAD) socket.pause();
  });
}

/** A message that only servers send. The library has no other way to say so. */
function isUnexpected(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unexpected message of type');
}

/** Terminates a socket whose client does not answer a ping before the next one. A client that is not read can't answer. */
function pingWhileOpen(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive && !socket.isPaused) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}
