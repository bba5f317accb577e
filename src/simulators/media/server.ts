import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { CARRIER_ACCOUNT, type RecordingUrl } from '../world.js';
import { bytesOf, partOf, type Tone } from './tone.js';

/** Where simulated recordings are. */
export interface MediaServer {
  /** Its host with the port. */
  readonly host: string;
  /** The host that the centre's recordings redirect to. */
  readonly storeHost: string;
  /** The address of a recording. `id` decides its tone. */
  urlOf: RecordingUrl;
  close(): Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;
const LOWEST_HZ = 220;
const TONES = 24;
const PATH = /^\/(open|private|stored)\/(\d{1,5})\/(\w{1,64})\.wav$/;
/** As Plivo has them. The length is the part of the id before the hyphen. */
const CARRIER_PATH = /^\/v1\/Account\/\w+\/Recording\/(\d{1,5})-(\w{1,64})\.mp3$/;

/** Serves tones as recordings, like vendors do: with ranges, some behind credentials, some by a redirect to another host. */
export async function startMediaServer(host: string, [port, storePort]: readonly [number, number], authorization: () => string): Promise<MediaServer> {
  const store = await listen(host, storePort, (request, response) => serve(request, response, ['stored'], '', authorization));
  const main = await listen(host, port, (request, response) => serve(request, response, ['open', 'private', 'redirecting'], hostOf(store), authorization));
  return {
    host: hostOf(main),
    storeHost: hostOf(store),
    urlOf: (kind, seconds, id) => {
      const length = Math.max(1, Math.round(seconds));
      return `http://${hostOf(main)}${kind === 'redirecting' ? `/v1/Account/${CARRIER_ACCOUNT}/Recording/${length}-${id}.mp3` : `/${kind}/${length}/${id}.wav`}`;
    },
    close: async () => {
      await Promise.all([main, store].map((server) => close(server)));
    },
  };
}

function serve({ url = '/', headers, method }: IncomingMessage, response: ServerResponse, kinds: readonly string[], storeHost: string, authorization: () => string): void {
  const path = url.split('?')[0] ?? '';
  const carried = CARRIER_PATH.exec(path);
  const [, kind = '', seconds = '', id = ''] = PATH.exec(path) ?? (carried ? ['', 'redirecting', ...carried.slice(1)] : []);
  if (!kinds.includes(kind)) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  if (kind === 'private' && headers.authorization !== authorization()) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="recordings"' }).end();
  if (kind === 'redirecting') return void response.writeHead(302, { location: `http://${storeHost}/stored/${seconds}/${id}.wav` }).end();
  sendTone(response, { seconds: Number(seconds), frequency: LOWEST_HZ * 2 ** ((Number.parseInt(id.slice(0, 4), 36) % TONES) / 12) }, `"${id}"`, method === 'HEAD' ? 'HEAD' : 'GET', headers.range);
}

function sendTone(response: ServerResponse, tone: Tone, etag: string, method: 'GET' | 'HEAD', range: string | undefined): void {
  const total = bytesOf(tone);
  const always = { 'content-type': 'audio/x-wav', 'accept-ranges': 'bytes', etag };
  const part = range === undefined ? { first: 0, last: total - 1 } : rangeIn(range, total);
  if (!part) return void response.writeHead(416, { ...always, 'content-range': `bytes */${total}` }).end();
  const { first, last } = part;
  response.writeHead(range === undefined ? 200 : 206, { ...always, 'content-length': last - first + 1, ...(range !== undefined && { 'content-range': `bytes ${first}-${last}/${total}` }) });
  if (method === 'HEAD') return void response.end();
  let next = first;
  new Readable({
    read() {
      const end = Math.min(last, next + CHUNK_BYTES - 1);
      if (next > last) return void this.push(null);
      const from = next;
      next = end + 1;
      this.push(partOf(tone, from, end));
    },
  }).pipe(response);
}

/** One range, as players ask for. Null if it is not satisfiable. */
function rangeIn(range: string, total: number): { first: number; last: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === '' && last === '') return { first: 0, last: total - 1 };
  if (first === '') return { first: Math.max(0, total - Number(last)), last: total - 1 };
  const until = last === '' ? total - 1 : Math.min(Number(last), total - 1);
  return Number(first) < total && Number(first) <= until ? { first: Number(first), last: until } : null;
}

async function listen(host: string, port: number, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}

function hostOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
