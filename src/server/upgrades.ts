import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { HostCheck } from './hosts.js';

export interface UpgradeParts {
  readonly limits: { readonly maxSockets: number; readonly maxAnswerBytes: number };
  readonly isAllowedHost: HostCheck;
  readonly isAllowedOrigin: (origin: string) => boolean;
}

/** Lets clients open WebSockets at a path, who may, and so many at once. */
export function serveUpgrades(server: Server, path: string, sockets: WebSocketServer, parts: UpgradeParts): void {
  const { maxSockets, maxAnswerBytes } = parts.limits;
  server.on('upgrade', (request, socket, head) => {
    // Whoever goes away in the middle of being refused must not take the process along.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== path) return refuse(socket, '404 Not Found');
    if (!mayConnect(request, parts)) return refuse(socket, '403 Forbidden');
    if (sockets.clients.size >= maxSockets) return refuse(socket, '503 Service Unavailable', 'Retry-After: 5\r\n');
    sockets.handleUpgrade(request, socket, head, (opened) => {
      endHoarders(opened, maxAnswerBytes);
      sockets.emit('connection', opened, request);
    });
  });
}

function refuse(socket: Duplex, status: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Connection: close\r\n\r\n`);
}

/** A browser says which site opened the connection; other programs say nothing. */
function mayConnect({ headers: { origin, host } }: IncomingMessage, { isAllowedHost, isAllowedOrigin }: UpgradeParts): boolean {
  if (!isAllowedHost(host)) return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host) || isAllowedOrigin(origin);
}

/** Who goes on asking and reads no answers is cut off: what waits for it is kept in memory. */
function endHoarders(socket: WebSocket, mostBytes: number): void {
  socket.on('message', () => {
    if (socket.bufferedAmount > mostBytes) socket.terminate();
  });
}
