import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a vendor answered, for a test to change. */
export interface VendorAnswer {
  status: number;
  readonly headers: Headers;
  body: any;
}

/** How a vendor differs from the simulated one. */
export interface Difference {
  /** Changes the query before the vendor gets it. */
  readonly asked?: (query: URLSearchParams, path: string) => void;
  /** Changes the answer. `query`: as it was asked. */
  readonly answered?: (answer: VendorAnswer, query: URLSearchParams, path: string) => void;
}

/** A proxy in front of a simulated vendor. It changes what is asked and answered, so that the vendor seems to be another one. */
export class ChangingProxy {
  difference: Difference = {};

  private readonly server = createServer((request, response) => {
    this.forward(request).then(
      ({ status, headers, body }) => response.writeHead(status, Object.fromEntries(headers)).end(JSON.stringify(body)),
      () => response.destroy(),
    );
  });

  private constructor(private readonly target: string) {}

  static async start(target: string): Promise<ChangingProxy> {
    const proxy = new ChangingProxy(target);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async forward({ url = '/', headers }: IncomingMessage): Promise<VendorAnswer> {
    const asked = new URL(url, this.target);
    const query = new URLSearchParams(asked.search);
    this.difference.asked?.(query, asked.pathname);
    const vendor = await fetch(`${this.target}${asked.pathname}?${query.toString()}`, { headers: plainHeaders(headers) });
    const answer = { status: vendor.status, headers: endToEnd(vendor.headers), body: await vendor.json() };
    this.difference.answered?.(answer, asked.searchParams, asked.pathname);
    return answer;
  }
}

const OWN = ['connection', 'content-length', 'keep-alive', 'transfer-encoding'];

function plainHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (OWN.includes(name) || name === 'host' || name === 'accept-encoding' ? [] : [[name, String(value)]])));
}

/** The headers that are not about the connection. */
function endToEnd(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => !OWN.includes(name)));
}
