import { writeGlobalId } from '../../support/global-ids.js';
import { bulkRequests, sidsIn, singleRequests, windowIn } from '../../support/exotel-requests.js';
import { aliased } from '../../support/operations.js';
import { ago, DAY, exotelRow, HOUR, indianTime, SECOND, serve, sid } from '../../vendors/rows.js';
import { useGraph } from '../../support/graph.js';

const graph = useGraph({ calls: 0 });
const windows = () => bulkRequests(graph.simulators.exotel).map(windowIn);
const idOf = (callSid: string, createdAt: number) => writeGlobalId('Call', 'EXOTEL', callSid, String(createdAt / SECOND));
const callById = 'query ($id: ID!) { call(id: $id) { providerCallId createdAt } }';

const AGES = { recent: ago(5 * DAY), older: ago(45 * DAY), old: ago(76 * DAY), oldest: ago(175 * DAY) };
const SIDS = { recent: sid(1), older: sid(2), old: sid(3), oldest: sid(4) };
const names = Object.keys(AGES) as (keyof typeof AGES)[];

beforeEach(() => serve(graph.simulators.exotel, ...names.map((name) => exotelRow(SIDS[name], AGES[name]))));

describe('A Sid without a date', () => {
  test("is searched for in the last 31 days first, Exotel's default without dates", async () => {
    await graph.data(aliased('EXOTEL', [SIDS.recent]));
    expect(windows()).toEqual([null]);
  });

  test('is searched for in earlier windows, newest first, up to the window with the call', async () => {
    expect(await graph.data(aliased('EXOTEL', [SIDS.old]))).toEqual({ a0: { providerCallId: SIDS.old } });
    const [first, ...later] = windows();
    expect(first).toBeNull();
    expect(later).toHaveLength(2);
    expect(later.map((window) => window?.to)).toEqual(later.map((window) => window?.to).sort().reverse());
    const created = indianTime(AGES.old);
    const last = later.at(-1);
    expect(last && last.from <= created && created <= last.to).toBe(true);
    expect(singleRequests(graph.simulators.exotel).length).toBe(0);
  });

  test('is searched for in the next window without the calls that were found', async () => {
    await graph.data(aliased('EXOTEL', [SIDS.recent, SIDS.older, SIDS.old]));
    expect(bulkRequests(graph.simulators.exotel).map((request) => sidsIn(request).sort())).toEqual([
      [SIDS.recent, SIDS.older, SIDS.old],
      [SIDS.older, SIDS.old],
      [SIDS.old],
    ]);
  });

  test('that does not exist is searched for once in each window of the six months, and then as an ongoing call', async () => {
    expect(await graph.data(aliased('EXOTEL', [sid(999)]))).toEqual({ a0: null });
    const asked = windows();
    expect(asked.length).toBeLessThanOrEqual(7);
    expect(Date.parse(`${asked.at(-1)?.from.replace(' ', 'T')}+05:30`)).toBeLessThan(ago(178 * DAY));
    expect(singleRequests(graph.simulators.exotel).length).toBe(1);
  });
});

test('Every call of the last six months is found, for any age', async () => {
  const rows = Array.from({ length: 720 }, (_, index) => exotelRow(sid(index), ago(2 * HOUR + index * 6 * HOUR)));
  serve(graph.simulators.exotel, ...rows);
  const query = 'query ($sids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $sids) { providerCallId } }';
  const asked = rows.map(({ Sid }) => Sid);
  const { callsByProviderIds: found } = await graph.data<{ callsByProviderIds: unknown[] }>(query, { sids: asked });
  expect(asked.filter((_, index) => !found[index])).toEqual([]);
  expect(singleRequests(graph.simulators.exotel).length).toBe(0);
});

describe('A global id', () => {
  test.each(names)('of a %s call is searched for in its window first', async (name) => {
    const { call } = await graph.data(callById, { id: idOf(SIDS[name], AGES[name]) });
    expect(call).toEqual({ providerCallId: SIDS[name], createdAt: new Date(AGES[name]).toISOString() });
    expect(bulkRequests(graph.simulators.exotel).length).toBe(1);
    expect(singleRequests(graph.simulators.exotel).length).toBe(0);
  });

  test('that the graph returned finds the call again', async () => {
    const { a0 } = await graph.data<{ a0: { id: string } }>(aliased('EXOTEL', [SIDS.oldest], 'id'));
    graph.simulators.exotel.requests.length = 0;
    expect(await graph.data(callById, a0)).toMatchObject({ call: { providerCallId: SIDS.oldest } });
    expect(bulkRequests(graph.simulators.exotel).length).toBe(1);
  });

  test('of several windows together cost one request per window', async () => {
    const ids = names.map((name) => idOf(SIDS[name], AGES[name]));
    await graph.data('query ($ids: [ID!]!) { callsByIds(ids: $ids) { id } }', { ids });
    expect(bulkRequests(graph.simulators.exotel).map(sidsIn).sort()).toEqual(names.map((name) => [SIDS[name]]).sort());
  });
});

describe('A call older than six months', () => {
  const longAgo = ago(200 * DAY);

  test('is CALL_OUT_OF_HISTORY by its global id, without a request', async () => {
    const { data, errors } = await graph.ask(callById, { id: idOf(sid(7), longAgo) });
    expect(data).toEqual({ call: null });
    expect(errors).toMatchObject([{ path: ['call'], extensions: { code: 'CALL_OUT_OF_HISTORY', provider: 'EXOTEL' } }]);
    expect(graph.simulators.exotel.requests.length).toBe(0);
  });

  test('is CALL_OUT_OF_HISTORY by Sid and date, and does not affect a younger call', async () => {
    const query = `query ($old: DateTimeRange!, $oldSid: String!, $sid: String!) {
      old: callsByProviderIds(provider: EXOTEL, providerCallIds: [$oldSid], createdAt: $old) { id }
      young: callByProviderId(provider: EXOTEL, providerCallId: $sid) { providerCallId }
    }`;
    const old = { from: new Date(longAgo - DAY).toISOString(), to: new Date(longAgo).toISOString() };
    const { data, errors } = await graph.ask(query, { old, oldSid: sid(7), sid: SIDS.recent });
    expect(data).toEqual({ old: [null], young: { providerCallId: SIDS.recent } });
    expect(errors).toMatchObject([{ path: ['old', 0], extensions: { code: 'CALL_OUT_OF_HISTORY' } }]);
  });
});

test('A Sid with a date is searched for only in the windows of that date', async () => {
  const query = `query ($range: DateTimeRange!, $sid: String!) {
    callsByProviderIds(provider: EXOTEL, providerCallIds: [$sid], createdAt: $range) { providerCallId }
  }`;
  const range = { from: new Date(AGES.old - HOUR).toISOString(), to: new Date(AGES.old + HOUR).toISOString() };
  expect(await graph.data(query, { range, sid: SIDS.old })).toEqual({ callsByProviderIds: [{ providerCallId: SIDS.old }] });
  expect(bulkRequests(graph.simulators.exotel).length).toBe(1);
});
