import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a server. It can hold back what clients send, like a hanging server. */
export interface HoldingProxy {
  /** The server's address through the proxy. */
  readonly url: string;
  hold(): void;
  /** Sends what was held back, and forwards data again. */
  letGo(): void;
  close(): void;
}

export async function startHoldingProxy(url: string): Promise<HoldingProxy> {
  const { hostname, port } = new URL(url);
  const clients = new Set<Socket>();
  let isHolding = false;
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname);
    clients.add(client);
    if (isHolding) client.pause();
    client.on('data', (data) => behind.write(data));
    behind.on('data', (data) => client.write(data));
    // Data held back from a client that has disconnected is sent too, because it was already in transit.
    client.on('close', () => (clients.delete(client), behind.end()));
    behind.on('close', () => client.destroy());
    for (const socket of [client, behind]) socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    hold() {
      isHolding = true;
      for (const client of clients) client.pause();
    },
    letGo() {
      isHolding = false;
      for (const client of clients) client.resume();
    },
    close() {
      server.close();
      for (const client of clients) client.destroy();
    },
  };
}
