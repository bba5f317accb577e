import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a media host got. */
export interface MediaRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** A host of recordings that notes what it is sent. Independent of the product and its simulators. */
export class MediaHost {
  readonly requests: MediaRequest[] = [];
  /** How it answers now. */
  answer: Answerer = () => undefined;
  /** Connections whose client is gone before the answer was complete. */
  abandoned = 0;

  private readonly server = createServer((request, response) => {
    this.requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    response.once('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
    });
    this.answer(request, response);
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Its name with the port. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  urlOf(path: string): string {
    return `http://${this.host}${path}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

/** A host for all tests of a file, without requests before each. */
export function useMediaHost(): MediaHost {
  const host = new MediaHost();
  beforeAll(() => host.start());
  beforeEach(() => {
    host.requests.length = 0;
    host.abandoned = 0;
  });
  afterAll(() => host.close());
  return host;
}

/** Bytes that differ at each position, so that a shifted or missing part is seen. */
export const AUDIO = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff));
export const ETAG = '"audio-1"';

/** Answers as a store with ranges: one range, several, a condition. */
export const withRanges: Answerer = ({ headers, method }, response) => {
  const always = { 'content-type': 'audio/mpeg', 'accept-ranges': 'bytes', etag: ETAG };
  if (headers['if-none-match'] === ETAG) return void response.writeHead(304, always).end();
  const range = headers['if-range'] !== undefined && headers['if-range'] !== ETAG ? undefined : headers.range;
  if (range?.includes(',')) return void response.writeHead(206, { ...always, 'content-type': 'multipart/byteranges; boundary=X' }).end('--X--');
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (range === undefined) return void response.writeHead(200, { ...always, 'content-length': AUDIO.length }).end(method === 'HEAD' ? undefined : AUDIO);
  const from = first === '' ? AUDIO.length - Number(last) : Number(first);
  const to = first === '' || last === '' ? AUDIO.length - 1 : Math.min(Number(last), AUDIO.length - 1);
  if (from >= AUDIO.length) return void response.writeHead(416, { ...always, 'content-range': `bytes */${AUDIO.length}` }).end();
  response.writeHead(206, { ...always, 'content-range': `bytes ${from}-${to}/${AUDIO.length}`, 'content-length': to - from + 1 }).end(AUDIO.subarray(from, to + 1));
};
