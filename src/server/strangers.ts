import type { WebSocket, WebSocketServer } from 'ws';

/** Open sockets that have not sent a connection_init yet, so that nobody knows whose they are. */
export class Strangers {
  /** Oldest first. */
  private readonly sockets = new Set<WebSocket>();

  constructor(server: WebSocketServer) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Its caller is known. */
  admit(socket: WebSocket): void {
    this.sockets.delete(socket);
  }

  /** Makes room for a new socket: somebody without a token can't keep callers out. Returns false if there is none. */
  closeOldest(): boolean {
    const [oldest] = this.sockets;
    oldest?.terminate();
    return oldest !== undefined && this.sockets.delete(oldest);
  }
}
