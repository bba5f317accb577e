import { writeGlobalId } from '../support/global-ids.js';
import type { Row } from '../../src/simulators/index.js';
import { useClock } from '../support/clock.js';
import { bulkRequests, sidsIn } from '../support/exotel-requests.js';
import { codesIn } from '../support/graph.js';
import { failureIn, lookUp, serveCall } from '../support/lookups.js';
import { useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, HOUR, SECOND, serve, sid } from '../vendors/rows.js';
import { AICALLER, EXOTEL, SKIPCALL } from '../vendors/index.js';

const MINUTE = 60 * SECOND;
const clock = useClock();
const replicas = useReplicas({}, { environment: { CACHE_MAX_CALLS: '1000', CACHE_UNSETTLED_SECONDS: '60' } });
let calls = 0;
/** An index that no other test has used, because used calls are cached. */
const fresh = () => ++calls;

describe('A settled call', () => {
  test('is requested once, by any client and any field', async () => {
    const createdAt = ago(DAY);
    const one = sid(fresh());
    serve(replicas.simulators.exotel, exotelRow(one, createdAt));
    const id = writeGlobalId('Call', 'EXOTEL', one, String(createdAt / SECOND));
    const query = `query ($sid: String!, $id: ID!) {
      callByProviderId(provider: EXOTEL, providerCallId: $sid) { id isSettled }
      callsByProviderIds(provider: EXOTEL, providerCallIds: [$sid]) { id }
      call(id: $id) { id }
      callsByIds(ids: [$id]) { id }
      node(id: $id) { id }
    }`;
    await lookUp(replicas.first, 'EXOTEL', one);
    expect(await replicas.first.data(query, { sid: one, id })).toEqual({
      callByProviderId: { id, isSettled: true },
      callsByProviderIds: [{ id }],
      call: { id },
      callsByIds: [{ id }],
      node: { id },
    });
    expect(replicas.simulators.exotel.requests.length).toBe(1);
  });

  test('is cached for CACHE_SETTLED_SECONDS', async () => {
    const replica = await replicas.start({ CACHE_SETTLED_SECONDS: '3600' });
    const { id } = serveCall(replicas, SKIPCALL, fresh());
    for (const minutes of [0, 59, 0.9]) {
      clock.advance(minutes * MINUTE);
      await lookUp(replica, 'SKIPCALL', id);
    }
    expect(replicas.simulators.skipcall.requests.length).toBe(1);
    clock.advance(0.2 * MINUTE);
    expect((await lookUp(replica, 'SKIPCALL', id)).data.a0).toEqual({ providerCallId: id });
    expect(replicas.simulators.skipcall.requests.length).toBe(2);
  });

  test('is null if it is outside the requested time', async () => {
    const { id } = serveCall(replicas, EXOTEL, fresh());
    await lookUp(replicas.first, 'EXOTEL', id);
    const query = `query ($ids: [String!]!, $to: DateTime!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids, createdAt: { to: $to }) { providerCallId } }`;
    expect(await replicas.first.data(query, { ids: [id], to: new Date(ago(40 * DAY)).toISOString() })).toEqual({ callsByProviderIds: [null] });
  });
});

describe('A call that is not settled,', () => {
  test.each([
    ['because it is ongoing,', () => ({ status: 'ringing', callEndedAt: null })],
    ['because its provider may still add values,', () => ({ status: 'completed', callEndedAt: new Date(ago(MINUTE)).toISOString() })],
  ])('%s is cached for CACHE_UNSETTLED_SECONDS and then requested again', async (_, fields) => {
    const { row, id } = serveCall(replicas, AICALLER, fresh(), fields());
    expect((await lookUp(replicas.first, 'AICALLER', id, 'notes status duration')).data.a0).toMatchObject({ duration: 60 });
    row['callDuration'] = 61;
    expect((await lookUp(replicas.first, 'AICALLER', id, 'duration')).data.a0).toEqual({ duration: 60 });
    expect(replicas.simulators.aicaller.requests.length).toBe(1);
    clock.advance(61 * SECOND);
    expect((await lookUp(replicas.first, 'AICALLER', id, 'duration')).data.a0).toEqual({ duration: 61 });
    expect(replicas.simulators.aicaller.requests.length).toBe(2);
  });
});

test('The absence of a call is cached for CACHE_ABSENT_SECONDS', async () => {
  const row = SKIPCALL.row(fresh());
  const id = String(row['id']);
  expect((await lookUp(replicas.first, 'SKIPCALL', id)).data.a0).toBeNull();
  replicas.simulators.skipcall.rows.push(row);
  expect((await lookUp(replicas.first, 'SKIPCALL', id)).data.a0).toBeNull();
  expect(replicas.simulators.skipcall.requests.length).toBe(1);
  clock.advance(61 * SECOND);
  expect((await lookUp(replicas.first, 'SKIPCALL', id)).data.a0).toEqual({ providerCallId: id });
});

test('A call that is absent within a time range is still requested without the range', async () => {
  const { id } = serveCall(replicas, EXOTEL, fresh());
  const query = `query ($ids: [String!]!, $to: DateTime!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids, createdAt: { to: $to }) { id } }`;
  expect(await replicas.first.data(query, { ids: [id], to: new Date(ago(40 * DAY)).toISOString() })).toEqual({ callsByProviderIds: [null] });
  expect((await lookUp(replicas.first, 'EXOTEL', id)).data.a0).toEqual({ providerCallId: id });
});

test.each([
  ['503', { kind: 'status', status: 503 }, 'PROVIDER_UNAVAILABLE'],
  ['401', { kind: 'status', status: 401 }, 'PROVIDER_UNAUTHORIZED'],
  ['something that is no JSON', { kind: 'html' }, 'PROVIDER_BAD_RESPONSE'],
] as const)('An answer of %s is not cached', async (_, fault, code) => {
  const { id } = serveCall(replicas, SKIPCALL, fresh());
  replicas.simulators.skipcall.faults.add({ fault });
  expect(failureIn(await lookUp(replicas.first, 'SKIPCALL', id))).toEqual({ code });
  expect((await lookUp(replicas.first, 'SKIPCALL', id)).data.a0).toEqual({ providerCallId: id });
});

describe('A client that sends Cache-Control:', () => {
  test.each(['no-cache', 'max-age=0, No-Cache', 'no-store'])('%s gets the current value, and so do later clients', async (said) => {
    const { row, id } = serveCall(replicas, SKIPCALL, fresh());
    const notes = async (headers?: Record<string, string>) => (await lookUp(replicas.first, 'SKIPCALL', id, 'notes', headers)).data.a0.notes;
    await notes();
    row['notes'] = 'Call again in spring';
    expect(await notes()).toBe('Call notes here');
    expect(await notes({ 'cache-control': said })).toBe('Call again in spring');
    expect(await notes()).toBe('Call again in spring');
    expect(replicas.simulators.skipcall.requests.length).toBe(2);
  });

  test('no-cache twice requests twice, and max-age alone does not', async () => {
    const { id } = serveCall(replicas, SKIPCALL, fresh());
    for (const said of ['max-age=0', 'no-cache', 'max-age=0', 'no-cache']) await lookUp(replicas.first, 'SKIPCALL', id, 'notes', { 'cache-control': said });
    expect(replicas.simulators.skipcall.requests.length).toBe(3);
  });
});

describe('A known value of a call', () => {
  const FIELDS = 'duration price { amount } recordings { url call { duration price { amount } callerIn: details { ...on ExotelCallDetails { callerName } } } } details { ...on ExotelCallDetails { callerName forwardedFrom } }';
  const NOTHING = { Duration: null, Price: null, RecordingUrl: null, CallerName: null };
  /** A call that has just ended, for which Exotel first returns some values and later others. */
  const saying = async (first: Row, later: Row) => {
    const one = sid(fresh());
    const row = exotelRow(one, ago(MINUTE), { ...NOTHING, ...first });
    serve(replicas.simulators.exotel, row);
    const before = (await lookUp(replicas.first, 'EXOTEL', one, FIELDS)).data.a0;
    Object.assign(row, NOTHING, later);
    clock.advance(61 * SECOND);
    const after = (await lookUp(replicas.first, 'EXOTEL', one, FIELDS)).data.a0;
    expect(bulkRequests(replicas.simulators.exotel).length).toBe(2);
    return { before, after };
  };

  test('is kept when its provider omits it later', async () => {
    const { before, after } = await saying({ Duration: '45', Price: '1.500', RecordingUrl: 'https://recordings.example.com/1.mp3', CallerName: 'Priya' }, {});
    expect(before).toMatchObject({ duration: 45, price: { amount: '1.500' }, recordings: [{}], details: { callerName: 'Priya' } });
    expect(after).toEqual(before);
  });

  test('is completed by later values, also where a recording leads back to the call', async () => {
    const { after } = await saying({ Duration: '45', RecordingUrl: 'https://recordings.example.com/1.mp3' }, { Price: '1.500', CallerName: 'Priya' });
    const whole = { duration: 45, price: { amount: '1.500' } };
    expect(after).toMatchObject({ ...whole, recordings: [{ call: { ...whole, callerIn: { callerName: 'Priya' } } }], details: { callerName: 'Priya' } });
  });

  test('is replaced by a later value', async () => {
    const { after } = await saying({ Duration: '45', CallerName: 'Priya' }, { Duration: '46', CallerName: 'P. Kulkarni' });
    expect(after).toMatchObject({ duration: 46, details: { callerName: 'P. Kulkarni' } });
  });
});

describe('The cache keeps at most', () => {
  const look = async (replica: typeof replicas.first, ...asked: number[]) => {
    replicas.simulators.exotel.requests.length = 0;
    await replica.data('query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id } }', { ids: asked.map(sid) });
    return bulkRequests(replicas.simulators.exotel).flatMap(sidsIn);
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => 1000 + index);
  const serveNumbers = (count: number) => serve(replicas.simulators.exotel, ...numbers(count).map((number) => exotelRow(sid(number), ago(DAY))));

  test('CACHE_MAX_CALLS, the newest ones', async () => {
    serveNumbers(12);
    const replica = await replicas.start({ CACHE_MAX_CALLS: '10' });
    for (const number of numbers(12)) await look(replica, number);
    expect(await look(replica, ...numbers(12).slice(2))).toEqual([]);
    expect((await look(replica, ...numbers(2))).sort()).toEqual(numbers(2).map(sid));
  });

  test('CACHE_MAX_BYTES', async () => {
    serveNumbers(100);
    const replica = await replicas.start({ CACHE_MAX_BYTES: '16384' });
    await look(replica, ...numbers(100));
    const asked = await look(replica, ...numbers(100));
    // A call takes between 16384/100 and 16384 bytes.
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.length).toBeLessThan(100);
  });

  test('nothing if CACHE_MAX_CALLS is 0', async () => {
    serveNumbers(1);
    const replica = await replicas.start({ CACHE_MAX_CALLS: '0' });
    for (let time = 1; time <= 2; time++) expect(await look(replica, ...numbers(1))).toEqual(numbers(1).map(sid));
  });
});

test('A cached call is returned while its provider fails, except for no-cache', async () => {
  const one = sid(fresh());
  serve(replicas.simulators.exotel, exotelRow(one, ago(HOUR)));
  await lookUp(replicas.first, 'EXOTEL', one);
  replicas.simulators.exotel.faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
  expect((await lookUp(replicas.first, 'EXOTEL', one)).data.a0).toEqual({ providerCallId: one });
  expect(codesIn(await lookUp(replicas.first, 'EXOTEL', one, 'id', { 'cache-control': 'no-cache' }))).toEqual(['PROVIDER_UNAVAILABLE']);
});
