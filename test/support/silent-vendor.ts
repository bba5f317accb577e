import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A vendor that accepts requests and never answers. */
export interface SilentVendor {
  readonly url: string;
  /** The number of requests that it received. */
  readonly received: number;
  /** The number of requests that were cancelled before an answer. */
  readonly abandoned: number;
}

export function useSilentVendor(): SilentVendor {
  const vendor = { url: '', received: 0, abandoned: 0 };
  const server = createServer((_request, response) => {
    vendor.received += 1;
    response.once('close', () => (vendor.abandoned += 1));
  });
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    vendor.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return vendor;
}
