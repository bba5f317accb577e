import { useClock } from '../support/clock.js';
import type { AuditRow } from '../../src/store/tables.js';
import { eventually } from '../support/eventually.js';
import { linesSaying } from '../support/logged.js';
import { useMediaHost, withRanges } from '../support/media-host.js';
import { linkTo, play, PLAYBACK, recordedAt } from '../support/recordings.js';
import { useReplicas } from '../support/replicas.js';
import { describeOnEachStore, readStore } from '../support/stores.js';
import { request } from '../support/switchboard.js';
import { bearer, ISSUER, useIssuer } from '../support/tokens.js';

const clock = useClock();
const issuer = useIssuer();
const host = useMediaHost();
const SCOPES = 'calls:read recordings:read';
beforeEach(() => {
  host.answer = withRanges;
});

describeOnEachStore((store) => {
  const replicas = useReplicas(store.settings, { environment: { get EXOTEL_RECORDING_HOSTS() { return host.host; } } });
  const recorded = () => recordedAt(replicas, host.urlOf('/1.mp3'));
  const asAda = async () => bearer(await issuer.token({ sub: 'ada', scope: SCOPES, exp: Math.floor(Date.now() / 1000) + 100_000 }));
  const rowsOf = (action: string): Promise<AuditRow[]> => readStore(store.settings, (db) => db.selectFrom('audit').selectAll().where('action', '=', action).orderBy('at').execute());

  test('A link says nothing of the provider, has no secret, and plays without a token', async () => {
    const replica = await replicas.start(issuer.settings);
    const { url, downloadUrl, expiresAt } = await linkTo(replica, recorded(), await asAda());
    expect(new URL(url).origin).toBe(new URL(replica.switchboard.url).origin);
    const said = [url, downloadUrl].flatMap((link) => link.split('/').at(-1)?.split('.') ?? []).map((part) => String(Buffer.from(part, 'base64url'))).join(' ');
    for (const secret of [host.host, '127.0.0.1', '"ada"', replicas.simulators.exotel.authorization['authorization'] ?? '']) expect(said).not.toContain(secret);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 600_000)).toBeLessThan(5000);
    expect((await play(url)).status).toBe(200);
    expect((await play(downloadUrl)).status).toBe(200);
  });

  test('Who was given a link and that it was played is in the audit and the log, once, whatever is sought', async () => {
    const replica = await replicas.start(issuer.settings);
    const headers = { ...(await asAda()), 'x-request-id': 'request-1' };
    const id = recorded();
    const { url } = await linkTo(replica, id, headers);
    const [given] = (await rowsOf('GIVE_RECORDING_LINK')).filter(({ request_id: requestId }) => requestId === 'request-1');
    const recordingId = (await request(replica.switchboard.url, '{ call(id: "' + id + '") { recordings { id } } }', {}, headers)).data.call.recordings[0].id;
    expect(given).toMatchObject({ outcome: 'GIVEN', account: 'exotel', issuer: ISSUER, subject: 'ada', target: recordingId, number_hash: null });
    const other = await replicas.start(issuer.settings);
    // Nothing is heard by HEAD.
    await play(url, {}, 'HEAD');
    expect((await rowsOf('PLAY_RECORDING')).filter(({ attempt }) => attempt === given?.attempt)).toEqual([]);
    await play(url);
    await play(url, { range: 'bytes=5-' });
    await play(url.replace(new URL(url).origin, new URL(other.switchboard.url).origin));
    const played = (await rowsOf('PLAY_RECORDING')).filter(({ attempt }) => attempt === given?.attempt);
    expect(played).toMatchObject([{ outcome: 'PLAYED', account: 'exotel', issuer: ISSUER, subject: 'ada', target: recordingId }]);
    expect(linesSaying(replica.switchboard, 'audit').map(({ audit }) => audit)).toEqual([given, played[0]]);
    expect(linesSaying(other.switchboard, 'audit')).toEqual([]);
  });

  test('A page of recordings has a row for each link', async () => {
    const before = (await rowsOf('GIVE_RECORDING_LINK')).length;
    const id = recorded();
    const { data } = await replicas.first.ask(`query ($id: ID!) { ${Array.from({ length: 50 }, (_, index) => `a${index}: call(id: $id) { recordings { playback { url } } }`).join(' ')} }`, { id });
    expect(new Set(Object.values(data).map((call) => (call as { recordings: { playback: { url: string } }[] }).recordings[0]?.playback.url)).size).toBe(50);
    expect((await rowsOf('GIVE_RECORDING_LINK')).length - before).toBe(50);
  });
});

describe('A link', () => {
  const replicas = useReplicas({}, { environment: { get EXOTEL_RECORDING_HOSTS() { return host.host; } } });
  const given = async (settings?: Record<string, string>, seconds?: number) => linkTo(settings ? await replicas.start(settings) : replicas.first, recordedAt(replicas, host.urlOf('/1.mp3')), {}, seconds);
  const at = (url: string, { switchboard }: { switchboard: { url: string } }) => url.replace(new URL(url).origin, new URL(switchboard.url).origin);
  const refused = { status: 403, code: 'LINK_NOT_VALID' };

  test('that is edited anywhere is refused, and the provider is not asked', async () => {
    const { url } = await given();
    const start = url.lastIndexOf('/') + 1;
    for (let index = start; index < url.length; index += 7) {
      const edited = `${url.slice(0, index)}${url[index] === 'A' ? 'B' : 'A'}${url.slice(index + 1)}`;
      expect([index, await play(edited)]).toMatchObject([index, refused]);
    }
    for (const bent of [url.slice(0, -1), `${url}A`, `${url}=`, url.slice(0, start), `${url.slice(0, start)}a.b.c`, `${url.slice(0, start)}..`, `${url.slice(0, start)}%00`]) expect((await play(bent)).status).toBeGreaterThanOrEqual(400);
    expect(host.requests).toEqual([]);
  });

  test('expires by the clock, and the log alone says why it is refused', async () => {
    const { url } = await given({}, 60);
    const replica = await replicas.start();
    clock.advance(30_000);
    expect((await play(at(url, replica))).status).toBe(200);
    clock.advance(30_000);
    expect(await play(at(url, replica))).toMatchObject(refused);
    await play(at(`${url}A`, replica));
    await eventually('two lines', () => linesSaying(replica.switchboard, 'a link to a recording was refused').map(({ reason }) => reason).join() === 'EXPIRED,WRONG_SIGNATURE');
    expect(JSON.stringify(replica.switchboard.log)).not.toContain(url.split('/').at(-1));
  });

  test('is good at every process with the same accounts, after a restart too, and at no other', async () => {
    const { url } = await given();
    expect((await play(at(url, await replicas.start()))).status).toBe(200);
    expect(await play(at(url, await replicas.start({ EXOTEL_API_TOKEN: 'another' })))).toMatchObject(refused);
  });

  test('is signed with the newest key and accepted for each: keys can be rotated', async () => {
    const [older, newer] = ['a', 'b'].map((letter) => letter.repeat(40)) as [string, string];
    const { url } = await given({ RECORDING_LINK_KEYS: older });
    const rotated = await replicas.start({ RECORDING_LINK_KEYS: `${newer},${older}` });
    expect((await play(at(url, rotated))).status).toBe(200);
    const { url: newUrl } = await linkTo(rotated, recordedAt(replicas, host.urlOf('/1.mp3')));
    const only = await replicas.start({ RECORDING_LINK_KEYS: newer });
    expect((await play(at(newUrl, only))).status).toBe(200);
    expect(await play(at(url, only))).toMatchObject(refused);
  });

  test.each([59, 0, -1, 86_401])('that should play for %d seconds is a mistake of the client', async (seconds) => {
    const { errors } = await replicas.first.ask(PLAYBACK, { id: recordedAt(replicas, host.urlOf('/1.mp3')), seconds });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('is at PUBLIC_URL if that is set', async () => {
    const { url } = await given({ PUBLIC_URL: 'https://calls.example.com/switchboard' });
    expect(url).toMatch(/^https:\/\/calls\.example\.com\/switchboard\/recordings\//);
  });

  test('needs recordings:read, and no other scope than that of the call', async () => {
    const replica = await replicas.start(issuer.settings);
    const ask = async (scope: string) => request(replica.switchboard.url, PLAYBACK, { id: recordedAt(replicas, host.urlOf('/1.mp3')) }, bearer(await issuer.token({ scope, exp: Math.floor(Date.now() / 1000) + 100_000 })));
    expect(await ask('calls:read personal:read')).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN', requiredScopes: ['calls:read', 'recordings:read'] } }] });
    expect((await ask('calls:read recordings:read')).data.call.recordings[0].playback.url).toContain('/recordings/');
  });
});
