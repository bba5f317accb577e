import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { eventually } from '../support/eventually.js';
import { AUDIO, ETAG, useMediaHost, withRanges } from '../support/media-host.js';
import { linkTo, play, recordedAt } from '../support/recordings.js';
import { useReplicas } from '../support/replicas.js';
import { sid } from '../vendors/rows.js';

const host = useMediaHost();
const replicas = useReplicas({}, { environment: { get EXOTEL_RECORDING_HOSTS() { return host.host; } } });
const MINUTE = 60_000;
let url: string;
let downloadUrl: string;
beforeEach(() => {
  host.answer = withRanges;
});

/** A link to a recording of Exotel's at the host. */
async function link(path = '/exotelrecordings/1.mp3', endedAgo?: number, settings?: Record<string, string>): Promise<string> {
  const started = settings ? await replicas.start(settings) : replicas.first;
  ({ url, downloadUrl } = await linkTo(started, recordedAt(replicas, host.urlOf(path), {}, endedAgo)));
  host.requests.length = 0;
  return url;
}

describe('A recording', () => {
  test('plays byte by byte as the provider has it', async () => {
    const { status, headers, body } = await play(await link());
    expect(status).toBe(200);
    expect(body.equals(AUDIO)).toBe(true);
    expect(Object.fromEntries(['content-type', 'content-length', 'accept-ranges', 'etag', 'cache-control', 'x-content-type-options', 'cross-origin-resource-policy', 'referrer-policy'].map((name) => [name, headers.get(name)]))).toEqual({
      'content-type': 'audio/mpeg', 'content-length': String(AUDIO.length), 'accept-ranges': 'bytes', etag: ETAG, 'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'cross-origin', 'referrer-policy': 'no-referrer',
    });
    expect(headers.get('set-cookie')).toBeNull();
  });

  test.each([
    ['bytes=0-', 0, AUDIO.length],
    ['bytes=0-0', 0, 1],
    ['bytes=1000-1999', 1000, 2000],
    ['bytes=199999-', 199_999, AUDIO.length],
    ['bytes=-500', AUDIO.length - 500, AUDIO.length],
    ['bytes=150000-999999', 150_000, AUDIO.length],
  ])('is sought: %s', async (range, from, to) => {
    const { status, headers, body } = await play(await link(), { range });
    expect({ status, range: headers.get('content-range'), length: headers.get('content-length') }).toEqual({ status: 206, range: `bytes ${from}-${to - 1}/${AUDIO.length}`, length: String(to - from) });
    expect(body.equals(AUDIO.subarray(from, to))).toBe(true);
  });

  test('plays on after the time limit of an operation, which is only for finding it', async () => {
    let send: () => void = () => undefined;
    host.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length }).write(AUDIO.subarray(0, 1000));
      send = () => response.end(AUDIO.subarray(1000));
    };
    const response = await fetch(await link('/1.mp3', undefined, { OPERATION_TIMEOUT_MS: '300' }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    send();
    expect(Buffer.from(await response.arrayBuffer()).equals(AUDIO)).toBe(true);
  });

  test('answers a range that it does not have with 416 and its length, and without words of the provider', async () => {
    host.answer = (_, response) => void response.writeHead(416, { 'content-range': `bytes */${AUDIO.length}`, 'content-type': 'application/xml' }).end('<Error>secret</Error>');
    const { status, headers, body } = await play(await link(), { range: 'bytes=200000-' });
    expect(body.length).toBe(0);
    expect({ status, range: headers.get('content-range') }).toEqual({ status: 416, range: `bytes */${AUDIO.length}` });
  });

  test('passes conditions and several ranges on, and nothing else of the request', async () => {
    await link();
    expect((await play(url, { range: 'bytes=0-9', 'if-range': '"old"' })).status).toBe(200);
    expect((await play(url, { 'if-none-match': ETAG })).status).toBe(304);
    expect((await play(url, { range: 'bytes=0-1,5-6' })).headers.get('content-type')).toContain('multipart/byteranges');
    await play(url, { cookie: 'a=b', authorization: 'Bearer x', 'x-forwarded-for': '1.2.3.4', 'accept-language': 'fr' });
    for (const { headers } of host.requests) expect(Object.keys(headers).sort()).toEqual(expect.not.arrayContaining(['cookie', 'x-forwarded-for', 'accept-language', 'referer']));
    expect(host.requests.at(-1)?.headers.authorization).not.toBe('Bearer x');
    expect(host.requests.at(-1)?.headers['accept-encoding']).toBe('identity');
  });

  test('answers HEAD, also if the provider does not', async () => {
    host.answer = (request, response) => (request.method === 'HEAD' ? void response.writeHead(405).end() : withRanges(request, response));
    const { status, headers, body } = await play(await link(), {}, 'HEAD');
    expect({ status, length: headers.get('content-length'), ranges: headers.get('accept-ranges'), range: headers.get('content-range'), body: body.length }).toEqual({ status: 200, length: String(AUDIO.length), ranges: 'bytes', range: null, body: 0 });
  });

  test('is passed on whole by a provider that ignores ranges, which is said', async () => {
    host.answer = (_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length }).end(AUDIO);
    const { status, headers, body } = await play(await link(), { range: 'bytes=5-9' });
    expect({ status, ranges: headers.get('accept-ranges'), range: headers.get('content-range') }).toEqual({ status: 200, ranges: 'none', range: null });
    expect(body.equals(AUDIO)).toBe(true);
  });

  test('is saved under a name with the time, the direction and the id of the call, and no number', async () => {
    await link();
    expect((await play(url)).headers.get('content-disposition')).toMatch(/^inline;/);
    const { headers } = await play(downloadUrl);
    expect(headers.get('content-disposition')).toMatch(new RegExp(`^attachment; filename="\\d{4}-\\d{2}-\\d{2}-\\d{4}-(inbound|outbound)-exotel-${sid(1)}\\.mp3"$`));
  });

  test('is fetched with the credentials of its account', async () => {
    await play(await link());
    expect(host.requests.map(({ headers }) => headers.authorization)).toEqual([replicas.simulators.exotel.authorization['authorization']]);
  });
});

describe('What is not audio', () => {
  const sending = (type: string | undefined, body = '<script>alert(1)</script>') => {
    host.answer = (_, response) => void response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body);
  };

  test.each(['text/html', 'text/html; charset=utf-8', 'application/xhtml+xml', 'application/xml', 'application/json', 'text/plain'])('is a failure of the provider: %s', async (type) => {
    sending(type);
    expect(await play(await link())).toMatchObject({ status: 502, code: 'PROVIDER_BAD_RESPONSE' });
  });

  test.each([['image/svg+xml', 'application/octet-stream'], ['video/mp4', 'application/octet-stream'], ['audio/ogg', 'audio/ogg'], ['binary/octet-stream', 'audio/mpeg'], [undefined, 'audio/mpeg']])('is never shown as a page: %s is passed on as %s', async (given, expected) => {
    sending(given);
    const { headers } = await play(await link());
    expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([expected, 'nosniff']);
  });
});

describe('A provider that fails', () => {
  const failing = (status: number) => {
    host.answer = (_, response) => void response.writeHead(status, { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="x"', 'set-cookie': 'a=b' }).end('<h1>secret words</h1>');
  };

  test.each<[number, number, string]>([[401, 502, 'PROVIDER_UNAUTHORIZED'], [403, 502, 'PROVIDER_UNAUTHORIZED'], [500, 502, 'PROVIDER_UNAVAILABLE'], [503, 502, 'PROVIDER_UNAVAILABLE'], [429, 503, 'PROVIDER_RATE_LIMITED'], [400, 502, 'PROVIDER_BAD_RESPONSE']])('with %d is answered with %d, without its words', async (given, status, code) => {
    failing(given);
    const played = await play(await link());
    expect(played).toMatchObject({ status, code });
    expect([played.headers.get('www-authenticate'), played.headers.get('set-cookie')]).toEqual([null, null]);
    expect(String(played.body)).not.toContain('secret words');
  });

  test('with 404 soon after the call may have it later; of an old call it is gone', async () => {
    failing(404);
    expect((await play(await link('/exotelrecordings/1.mp3', MINUTE))).headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await play(url)).toMatchObject({ status: 404, code: 'RECORDING_NOT_READY' });
    const old = await play(await link('/exotelrecordings/1.mp3', 5 * 60 * MINUTE));
    expect(old).toMatchObject({ status: 404, code: 'RECORDING_NOT_FOUND' });
    expect(old.headers.get('retry-after')).toBeNull();
  });

  test('because its address has expired is asked for a new one, once', async () => {
    const started = await replicas.start({ CACHE_MAX_CALLS: '100', CACHE_UNSETTLED_SECONDS: '600' });
    const id = recordedAt(replicas, null, { PreSignedRecordingUrl: host.urlOf('/signed.mp3?signature=old') });
    const given = await linkTo(started, id);
    recordedAt(replicas, null, { PreSignedRecordingUrl: host.urlOf('/signed.mp3?signature=new') });
    host.requests.length = 0;
    host.answer = (request, response) => (request.url?.endsWith('new') ? withRanges(request, response) : void response.writeHead(403).end());
    expect((await play(given.url)).body.equals(AUDIO)).toBe(true);
    expect(host.requests.map(({ path }) => path)).toEqual(['/signed.mp3?signature=old', '/signed.mp3?signature=new']);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['a page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>')],
    ['an error', (response) => void response.writeHead(500).end()],
    ['a redirect to a strange place', (response) => void response.writeHead(302, { location: 'https://example.com/' }).end()],
    ['a broken connection', (response) => void response.destroy()],
    ['another protocol', (response) => void response.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end()],
  ])('at one address with %s is asked at the other one', async (_, fail) => {
    host.answer = (request, response) => (request.url === '/signed.mp3' ? withRanges(request, response) : fail(response));
    const given = await linkTo(replicas.first, recordedAt(replicas, host.urlOf('/1.mp3'), { PreSignedRecordingUrl: host.urlOf('/signed.mp3') }));
    expect((await play(given.url)).body.equals(AUDIO)).toBe(true);
  });

  test('again and again is not asked for the call each time', async () => {
    host.answer = (_, response) => void response.writeHead(404).end();
    const started = await replicas.start({ CACHE_MAX_CALLS: '100', CACHE_UNSETTLED_SECONDS: '600' });
    const given = await linkTo(started, recordedAt(replicas, host.urlOf('/1.mp3')));
    const before = replicas.simulators.exotel.requests.length;
    for (let time = 0; time < 10; time++) await play(given.url);
    expect(replicas.simulators.exotel.requests.length - before).toBe(1);
  });

  test('in the middle of the audio ends the connection, so that nobody takes a part for the whole', async () => {
    host.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length });
      response.write(AUDIO.subarray(0, 1000), () => response.destroy());
    };
    await expect(play(await link())).rejects.toThrow();
  });

  test('by sending nothing is given up, before and in the middle of the audio', async () => {
    host.answer = () => undefined;
    const settings = { UPSTREAM_TIMEOUT_MS: '300' };
    expect(await play(await link('/1.mp3', undefined, settings))).toMatchObject({ status: 504, code: 'PROVIDER_TIMEOUT' });
    host.answer = (_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length }).write(AUDIO.subarray(0, 1000));
    await expect(play(await link('/1.mp3', undefined, settings))).rejects.toThrow();
    await eventually('the request to end', () => host.abandoned > 0);
  });

  test('is not waited for by a listener who reads nothing: the stream ends, and a range goes on', async () => {
    const large = Buffer.alloc(50_000_000, 1);
    host.answer = (_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': large.length + 1 }).write(large);
    const response = await fetch(await link('/1.mp3', undefined, { SOCKET_TIMEOUT_MS: '300' }));
    await eventually('the request to end', () => host.abandoned > 0);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  test('is not asked to the end for a listener who has left', async () => {
    host.answer = (_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length }).write(AUDIO.subarray(0, 1000));
    const leaving = new AbortController();
    const response = await fetch(await link(), { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    const left = performance.now();
    await eventually('the request to end', () => host.abandoned > 0);
    expect(performance.now() - left).toBeLessThan(1000);
  });
});

test('Players that wait behind others on a dropped connection make room', async () => {
  host.answer = (_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length }).write(AUDIO.subarray(0, 1000));
  const started = await replicas.start({ RECORDING_MAX_STREAMS: '4' });
  const { pathname, hostname, port, host: name } = new URL((await linkTo(started, recordedAt(replicas, host.urlOf('/1.mp3')))).url);
  host.requests.length = 0;
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${name}\r\n\r\n`.repeat(4));
  await eventually('four requests', () => host.requests.length === 4);
  socket.destroy();
  await eventually('all of them to end', () => host.abandoned === 4);
  host.answer = withRanges;
  const url = `http://${name}${pathname}`;
  await eventually('room for four', async () => (await Promise.all([1, 2, 3, 4].map(() => play(url)))).every(({ status }) => status === 200));
});

test('Fifty players are served as far as there is room, the others are told to come again, and a look-up does not wait', async () => {
  host.answer = (_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': AUDIO.length }).write(AUDIO.subarray(0, 1000));
  const started = await replicas.start({ RECORDING_MAX_STREAMS: '20' });
  const id = recordedAt(replicas, host.urlOf('/1.mp3'));
  const given = await linkTo(started, id);
  const leaving = new AbortController();
  const players = await Promise.all(Array.from({ length: 50 }, () => fetch(given.url, { signal: leaving.signal })));
  expect(players.filter(({ status }) => status === 200)).toHaveLength(20);
  const refused = players.filter(({ status }) => status === 503);
  expect(refused).toHaveLength(30);
  expect(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
  expect((await started.ask('query ($id: ID!) { call(id: $id) { id } }', { id })).data.call.id).toBe(id);
  leaving.abort();
  await Promise.allSettled(players.map((player) => player.arrayBuffer()));
  host.answer = withRanges;
  await eventually('room for another one', async () => (await play(given.url)).status === 200);
});
