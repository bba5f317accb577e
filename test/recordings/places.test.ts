import { createServer } from 'node:http';
import { isAt, mediaPlaces } from '../../src/providers/media-places.js';
import { providerDefinitions } from '../../src/providers/registry.js';
import { onlyPublic, publicOrLoopback } from '../../src/recordings/media-address.js';
import { MediaClient } from '../../src/recordings/media-request.js';
import { problems } from '../support/config-problems.js';
import { AUDIO, type MediaHost, useMediaHost, withRanges } from '../support/media-host.js';
import { linkTo, play, PLAYBACK, recordedAt } from '../support/recordings.js';
import { useReplicas } from '../support/replicas.js';
import { contactCenterRow, HOUR, ago, serve } from '../vendors/rows.js';
import { writeGlobalId } from '../support/global-ids.js';

const vendor = useMediaHost();
const store = useMediaHost();
const stranger = useMediaHost();
const replicas = useReplicas({}, { environment: { get EXOTEL_RECORDING_HOSTS() { return vendor.host; }, get EXOTEL_RECORDING_REDIRECT_HOSTS() { return `${store.host}/bucket/`; } } });
const credentials = () => replicas.simulators.exotel.authorization['authorization'];
const playExotel = async (url: string) => play((await linkTo(replicas.first, recordedAt(replicas, url))).url);
const redirectTo = (location: string, status = 302): MediaHost['answer'] => (_, response) => void response.writeHead(status, { location }).end();
const asked = () => [vendor, store, stranger].map(({ requests }) => requests.length);

beforeEach(() => {
  vendor.answer = store.answer = stranger.answer = withRanges;
});

describe('Credentials', () => {
  test('go to the places of the account only, and not along with a redirect', async () => {
    vendor.answer = redirectTo(store.urlOf('/bucket/1.mp3'));
    expect((await playExotel(vendor.urlOf('/1.mp3'))).body.equals(AUDIO)).toBe(true);
    expect([vendor, store].map(({ requests }) => requests.map(({ headers }) => headers.authorization))).toEqual([[credentials()], [undefined]]);
  });

  test('stay with a redirect on the same host, and do not come back after another one', async () => {
    vendor.answer = (request, response) => (request.url === '/1.mp3' ? redirectTo('/2.mp3', 307)(request, response) : withRanges(request, response));
    await playExotel(vendor.urlOf('/1.mp3'));
    expect(vendor.requests.map(({ headers }) => headers.authorization)).toEqual([credentials(), credentials()]);
  });

  test('do not come back when another host redirects to the first one', async () => {
    vendor.answer = (request, response) => (request.url === '/1.mp3' ? redirectTo(store.urlOf('/bucket/1.mp3'))(request, response) : withRanges(request, response));
    store.answer = redirectTo(vendor.urlOf('/chosen.mp3'));
    await playExotel(vendor.urlOf('/1.mp3'));
    expect(vendor.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([['/1.mp3', credentials()], ['/chosen.mp3', undefined]]);
  });

  test('are not sent to a place that needs none', async () => {
    expect((await playExotel(store.urlOf('/bucket/1.mp3'))).status).toBe(200);
    expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ['without them', {}, undefined],
    ['with them', { CONTACT_CENTER_MEDIA_USER: 'MAID', CONTACT_CENTER_MEDIA_PASSWORD: 'word' }, `Basic ${Buffer.from('MAID:word').toString('base64')}`],
  ])("of the contact centre's media are those of its settings: %s", async (_, settings, expected) => {
    const replica = await replicas.start({ CONTACT_CENTER_RECORDING_HOSTS: vendor.host, ...settings });
    serve(replicas.simulators.contactCenter, contactCenterRow(7, ago(HOUR), { recordings: [{ id: 12, url: vendor.urlOf('/v1/Account/MA/Recording/1.mp3') }] }));
    expect((await play((await linkTo(replica, writeGlobalId('Call', 'CONTACT_CENTER', '7'))).url)).status).toBe(200);
    expect(vendor.requests.map(({ headers }) => headers.authorization)).toEqual([expected]);
  });

  test('are never in an answer or in the log', async () => {
    vendor.answer = (_, response) => void response.writeHead(401).end(String(credentials()));
    const played = await playExotel(vendor.urlOf('/1.mp3'));
    const [, secret = ''] = String(credentials()).split(' ');
    expect(JSON.stringify([String(played.body), [...played.headers], replicas.first.switchboard.log])).not.toContain(secret);
  });
});

describe('A redirect', () => {
  test.each<[string, () => string]>([
    ['to another host', () => stranger.urlOf('/1.mp3')],
    ['to another bucket of the store', () => store.urlOf('/other/1.mp3')],
    ['out of the bucket', () => store.urlOf('/bucket/../other/1.mp3')],
    ['to the metadata of a cloud', () => 'http://169.254.169.254/latest/meta-data/'],
    ['to a name with a password', () => vendor.urlOf('/1.mp3').replace('http://', 'http://user:word@')],
    ['to a file', () => 'file:///etc/passwd'],
    ['to nowhere', () => 'http://['],
  ])('%s is not followed', async (_, location) => {
    vendor.answer = redirectTo(location());
    const played = await playExotel(vendor.urlOf('/1.mp3'));
    expect(played.status).toBe(502);
    expect(asked()).toEqual([1, 0, 0]);
  });

  test('is followed three times, and not once more', async () => {
    const chain = (length: number): MediaHost['answer'] => (request, response) => {
      const step = Number(/\d+/.exec(request.url ?? '')?.[0]);
      if (step < length) redirectTo(`/${step + 1}.mp3`)(request, response);
      else withRanges(request, response);
    };
    vendor.answer = chain(3);
    expect((await playExotel(vendor.urlOf('/0.mp3'))).status).toBe(200);
    vendor.answer = chain(4);
    expect((await playExotel(vendor.urlOf('/0.mp3'))).status).toBe(502);
  });
});

test.each<[string, () => string | null]>([
  ['a host that is not configured', () => stranger.urlOf('/1.mp3')],
  ['another bucket', () => store.urlOf('/other/1.mp3')],
  ['a longer name', () => vendor.urlOf('/1.mp3').replace('127.0.0.1', '127.0.0.1.example.com')],
  ['nothing', () => null],
])('A recording at %s is UNAVAILABLE, and has no link', async (_, url) => {
  const { recordings } = (await replicas.first.data(PLAYBACK, { id: recordedAt(replicas, url()) })).call;
  expect(recordings).toEqual(url() === null ? [] : [expect.objectContaining({ state: 'UNAVAILABLE', playback: null })]);
});

test('A recording without audio may get it until the call is settled', async () => {
  const id = writeGlobalId('Call', 'CONTACT_CENTER', '7');
  for (const [startedAgo, state] of [[60_000, 'PROCESSING'], [48 * HOUR, 'UNAVAILABLE']] as const) {
    serve(replicas.simulators.contactCenter, contactCenterRow(7, ago(startedAgo), { recordings: [{ id: 12, url: null }] }));
    expect((await replicas.first.data(PLAYBACK, { id })).call.recordings).toMatchObject([{ state, playback: null }]);
  }
});

describe('Addresses', () => {
  const settings = { timeoutMs: 2000, allowsHttp: true };
  const get = (isAllowedAddress: (address: string) => boolean, url: string) =>
    new MediaClient({ ...settings, isAllowedAddress }).get(url, {}, { places: mediaPlaces(new URL(url).host), redirectPlaces: [], authorization: null }, new AbortController().signal);

  test.each(['http://127.0.0.1:1/', 'http://2130706433:1/', 'http://0x7f.1:1/', 'http://[::1]:1/', 'http://[::ffff:127.0.0.1]:1/', 'http://10.0.0.1/', 'http://192.168.1.1/', 'http://169.254.169.254/', 'http://[fd00::1]/', 'http://[fe80::1]/', 'http://0.0.0.0:1/', 'http://168.63.129.16/'])(
    'that are not public are refused, in any spelling: %s',
    async (url) => {
      await expect(get(onlyPublic, url)).rejects.toMatchObject({ code: 'RECORDING_REFUSED_ADDRESS' });
    },
  );

  test('are checked for names when connecting: nothing is sent to a name of a private address', async () => {
    let connections = 0;
    const server = createServer().on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as { port: number };
    await expect(get(onlyPublic, `http://localhost:${port}/`)).rejects.toMatchObject({ code: 'RECORDING_REFUSED_ADDRESS' });
    expect(connections).toBe(0);
    server.close();
  });

  test('of loopback are only allowed for tests', async () => {
    expect((await get(publicOrLoopback, vendor.urlOf('/1.mp3'))).statusCode).toBe(200);
    await expect(get(publicOrLoopback, 'http://10.0.0.1/')).rejects.toMatchObject({ code: 'RECORDING_REFUSED_ADDRESS' });
  });

  test('without encryption are asked with it', async () => {
    const client = new MediaClient({ timeoutMs: 2000, allowsHttp: false, isAllowedAddress: publicOrLoopback });
    const places = mediaPlaces('127.0.0.1');
    // Nothing listens at the port of https.
    await expect(client.get('http://127.0.0.1/1.mp3', {}, { places, redirectPlaces: [], authorization: null }, new AbortController().signal)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await expect(client.get('http://127.0.0.1:8080/1.mp3', {}, { places: mediaPlaces('127.0.0.1:8080'), redirectPlaces: [], authorization: null }, new AbortController().signal)).rejects.toMatchObject({ code: 'RECORDING_REFUSED_ADDRESS' });
  });
});

describe('Places', () => {
  test.each([
    ['media.example.com', 'https://media.example.com/a.mp3', true],
    ['media.example.com', 'https://MEDIA.example.com:443/a.mp3', true],
    ['media.example.com', 'https://media.example.com:8443/a.mp3', false],
    ['media.example.com:8443', 'https://media.example.com:8443/a.mp3', true],
    ['media.example.com', 'https://aps1.media.example.com/a.mp3', false],
    ['*.media.example.com', 'https://aps1.media.example.com/a.mp3', true],
    ['*.media.example.com', 'https://evilmedia.example.com/a.mp3', false],
    ['*.media.example.com', 'https://media.example.com.evil.example/a.mp3', false],
    ['s3.amazonaws.com/mine/', 'https://s3.amazonaws.com/mine/a.mp3', true],
    ['s3.amazonaws.com/mine', 'https://s3.amazonaws.com/mine/a.mp3', true],
    ['s3.amazonaws.com/mine', 'https://s3.amazonaws.com/mine-too/a.mp3', false],
    ['s3.amazonaws.com/mine/', 'https://s3.amazonaws.com/mine/%2e%2e/theirs/a.mp3', false],
    ['s3.amazonaws.com/mine/', 'https://s3.amazonaws.com/mine/..%2ftheirs/a.mp3', false],
    ['s3.amazonaws.com/mine/', 'https://s3.amazonaws.com/mine/..%5ctheirs/a.mp3', false],
    ['s3.amazonaws.com/mine/', 'https://s3.amazonaws.com/mine/..;/theirs/a.mp3', false],
    ['', 'https://media.example.com/a.mp3', false],
  ])('"%s" and %s: %s', (text, url, expected) => {
    expect(isAt(new URL(url), mediaPlaces(text))).toBe(expected);
  });

  test.each(providerDefinitions)("$name's credentials never go to a store that others use too, by default", ({ settings }) => {
    const defaults = Object.entries(settings).filter(([name]) => name.endsWith('_RECORDING_HOSTS')).map(([, spec]) => String((spec as { default?: unknown }).default));
    for (const places of defaults) expect(places).not.toMatch(/amazonaws|cloudfront|googleapis/);
  });

  const EXOTEL = { EXOTEL_ACCOUNT_SID: 's', EXOTEL_API_KEY: 'k', EXOTEL_API_TOKEN: 't' };
  test.each(['*.amazonaws.com', '*.s3.amazonaws.com', 's3.amazonaws.com', 's3-ap-south-1.amazonaws.com', 'storage.googleapis.com', '*.cloudfront.net', 'https://media.example.com', 'user@media.example.com', 'media.example.com?a=b', '*', 'a b'])('%s is an error at start', (places) => {
    expect(problems({ ...EXOTEL, EXOTEL_RECORDING_HOSTS: places })).toEqual([expect.stringContaining('EXOTEL_RECORDING_HOSTS')]);
  });

  test.each(['mine.s3.amazonaws.com', 's3.amazonaws.com/mine/', 'd111.cloudfront.net', '127.0.0.1:8080, media.example.com'])('%s is a place', (places) => {
    expect(problems({ ...EXOTEL, EXOTEL_RECORDING_HOSTS: places })).toEqual([]);
  });

  test('One part of the credentials for media alone is an error, and loopback is one in production', () => {
    const centre = { CONTACT_CENTER_ACCESS_TOKEN: 't', CONTACT_CENTER_BASE_URL: 'https://centre.example.com' };
    expect(problems({ ...centre, CONTACT_CENTER_MEDIA_USER: 'u' })).toEqual([expect.stringContaining('CONTACT_CENTER_MEDIA_USER and CONTACT_CENTER_MEDIA_PASSWORD')]);
    expect(problems({ ...EXOTEL, NODE_ENV: 'production', AUTH: 'none', RECORDING_ALLOW_LOOPBACK: 'true' })).toEqual([expect.stringContaining('RECORDING_ALLOW_LOOPBACK')]);
  });
});
