import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a server. It can hold back what clients send, like a hanging server. */
export interface HoldingProxy {
  /** The server's address through the proxy. */
  readonly url: string;
  hold(): void;
  /** Sends what was held back, and forwards data again. */
  letGo(): void;
  /** Ends the server's side of all connections. The clients are not told, and nobody reads what they send. */
  cutSilently(): void;
  close(): void;
}

export async function startHoldingProxy(url: string): Promise<HoldingProxy> {
  const { hostname, port } = new URL(url);
  const clients = new Set<Socket>();
  const behinds = new Set<Socket>();
  let isHolding = false;
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname);
    clients.add(client);
    behinds.add(behind);
    if (isHolding) client.pause();
    client.on('data', (data) => behinds.has(behind) && behind.write(data));
    behind.on('data', (data) => client.write(data));
    // Data held back from a client that has disconnected is sent too, because it was already in transit.
    client.on('close', () => (clients.delete(client), behind.end()));
    behind.on('close', () => behinds.delete(behind) && client.destroy());
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
    cutSilently() {
      const cut = [...behinds];
      behinds.clear();
      for (const behind of cut) behind.destroy();
    },
    close() {
      server.close();
      for (const client of clients) client.destroy();
    },
  };
}
