import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, json, Refusal } from './answer.js';
import { controlFaults, isFaultControl } from './fault-control.js';
import { sendWithFault } from './fault-sending.js';
import { Faults } from './faults.js';
import { send } from './sending.js';
import type { RecordedRequest } from './recorded-request.js';
import type { Row, Simulator } from './simulator.js';

/** Enough for any test. Limits the memory of simulators that run for weeks. */
const MAX_RECORDED = 10_000;

/** The vendor-specific part of a simulator. */
export interface Vendor {
  rows: Row[];
  /** The headers that authorize a request, with lower-case names. */
  authorization: Readonly<Record<string, string>>;
  /** The refusal of a request without them. */
  unauthorized(): Refusal;
  /** Executes an authorized request and returns the response. @throws Refusal if the vendor refuses the request */
  answer(request: RecordedRequest): Answer;
  /** The vendor's own error envelope. */
  refuse(refusal: Refusal, request: RecordedRequest): Answer;
  /** Headers of every response, including errors. */
  headers?(requests: readonly RecordedRequest[]): Record<string, string>;
  /** Environment variables that connect Switchboard to this vendor at `url`. */
  credentials(url: string): Record<string, string>;
}

export interface Listening {
  host: string;
  /** 0 takes any free port. */
  port: number;
  now: () => number;
}

/** Serves a vendor over HTTP. Rejects if the port is not available. */
export async function serveVendor(vendor: Vendor, { host, port, now }: Listening): Promise<Simulator> {
  const faults = new Faults();
  const requests: RecordedRequest[] = [];

  const answer = (request: RecordedRequest): Answer => {
    try {
      if (!isAuthorized(request, vendor)) throw vendor.unauthorized();
      return vendor.answer(request);
    } catch (error) {
      if (error instanceof Refusal) return vendor.refuse(error, request);
      return vendor.refuse(new Refusal(500, `simulator error: ${String(error)}`), request);
    }
  };
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await receive(incoming, now());
    if (isFaultControl(request)) return send(response, controlFaults(request, faults));
    requests.push(request);
    if (requests.length > MAX_RECORDED) requests.shift();
    // The Date header uses the simulators' clock, like all times of the vendor.
    response.setHeader('date', new Date(now()).toUTCString());
    for (const [name, value] of Object.entries(vendor.headers?.(requests) ?? {})) response.setHeader(name, value);
    const fault = faults.take(request);
    if (!fault) return send(response, answer(request));
    sendWithFault(fault, response, {
      answer: () => answer(request),
      refuse: (status) => vendor.refuse(new Refusal(status, `Simulated failure ${status}`), request),
    });
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // Also reached if the client disconnects while it sends its request.
      if (response.headersSent) response.destroy();
      else send(response, json(500, { message: String(error) }));
    });
  });
  // Longer than clients keep idle connections, so that no request arrives on a closing socket.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

  const urlHost = host.includes(':') ? `[${host}]` : host;
  const url = `http://${urlHost}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    credentials: vendor.credentials(url),
    authorization: vendor.authorization,
    rows: vendor.rows,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isAuthorized({ headers }: RecordedRequest, { authorization }: Vendor): boolean {
  return Object.entries(authorization).every(([name, value]) => headers[name] === value);
}

async function receive(incoming: IncomingMessage, at: number): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const rawUrl = incoming.url ?? '/';
  const queryStart = rawUrl.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: queryStart < 0 ? rawUrl : rawUrl.slice(0, queryStart),
    query: new URLSearchParams(queryStart < 0 ? '' : rawUrl.slice(queryStart + 1)),
    rawUrl,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    at,
  };
}
