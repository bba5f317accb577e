import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import type { HostCheck } from './hosts.js';

export interface UpgradeParts {
  readonly maxSockets: number;
  readonly isAllowedHost: HostCheck;
  readonly isAllowedOrigin: (origin: string) => boolean;
  /** Closes a socket that is less important than a new one. Returns false if there is none. */
  readonly makeRoom: () => boolean;
}

/** Accepts WebSocket upgrades at a path. Checks host, origin and the number of open sockets. */
export function serveUpgrades(server: Server, path: string, sockets: WebSocketServer, parts: UpgradeParts): void {
  server.on('upgrade', (request, socket, head) => {
    // Without a listener, a client that disconnects during the refusal would end the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== path) return refuse(socket, '404 Not Found');
    if (!mayConnect(request, parts)) return refuse(socket, '403 Forbidden');
    if (sockets.clients.size >= parts.maxSockets && !parts.makeRoom()) return refuse(socket, '503 Service Unavailable', 'Retry-After: 5\r\n');
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
}

function refuse(socket: Duplex, status: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Connection: close\r\n\r\n`);
}

/** Browsers send the origin of the page. Other programs send none. */
function mayConnect({ headers: { origin, host } }: IncomingMessage, { isAllowedHost, isAllowedOrigin }: UpgradeParts): boolean {
  if (!isAllowedHost(host)) return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host) || isAllowedOrigin(origin);
}
