import { feedPage, feedPages } from '../../support/feed.js';
import { type Data, useGraph } from '../../support/graph.js';
import type { RecordedRequest, Row } from '../../../src/simulators/index.js';
import { ago, DAY, HOUR, plivoRow, plivoUuid, SECOND, serve } from '../../vendors/rows.js';

const graph = useGraph({ calls: 0 });
const plivo = () => graph.simulators.plivo;
const idsIn = (nodes: readonly Data[]) => nodes.map(({ providerCallId }) => providerCallId);
const list = async (filter: Data = {}, options: Data = {}) => {
  const { nodes, sources } = await feedPage(graph, { filter: { providers: ['PLIVO'], ...filter }, first: 50, ...options });
  return { ids: idsIn(nodes), source: sources.find(({ provider }) => provider === 'PLIVO'), nodes };
};
const live = (uuid: string, fields: Row = {}): Row => ({ call_uuid: uuid, call_status: 'in-progress', direction: 'inbound', from: '12025550143', to: '+12025550199', session_start: new Date(ago(HOUR)).toISOString().slice(0, 23).replace('T', ' '), ...fields });
const requests = (isWanted: (request: RecordedRequest) => boolean) => plivo().requests.filter(isWanted);
const ended = () => requests(({ path, query }) => path.endsWith('/Call/') && !query.has('status'));
const lookUps = () => requests(({ path }) => !path.endsWith('/Call/'));
const asked = () => ended().map(({ query }) => Object.fromEntries([...query].filter(([name]) => !['limit', 'offset'].includes(name) && !name.startsWith('end_time'))));
const distinct = <T>(values: readonly T[]) => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];

describe('Plivo gets', () => {
  beforeEach(() => serve(plivo(), plivoRow(plivoUuid(1), ago(DAY))));

  test('a direction', async () => {
    await list({ directions: ['OUTBOUND'] });
    expect(distinct(asked())).toEqual([{ call_direction: 'outbound' }]);
  });

  test('a number in both of its spellings', async () => {
    await list({ from: ['+12025550143'] });
    expect(distinct(asked())).toEqual([{ from_number: '+12025550143' }, { from_number: '12025550143' }]);
  });

  test("a contact's number as either party", async () => {
    await list({ phoneNumbers: ['+12025550143'] });
    expect(distinct(asked())).toHaveLength(4);
  });

  test('the fewest numbers of several lists', async () => {
    await list({ from: ['+12025550143'], to: ['+12025550199', '+12025550198'], directions: ['INBOUND'] });
    expect(distinct(asked())).toEqual([{ from_number: '+12025550143', call_direction: 'inbound' }, { from_number: '12025550143', call_direction: 'inbound' }]);
  });

  test('no list of many numbers, statuses or durations, which the graph filters by', async () => {
    const { source } = await list({ phoneNumbers: ['+12025550143', '+12025550144', '+12025550145'], statuses: ['COMPLETED'], duration: { min: 1 } });
    expect(distinct(asked())).toEqual([{}]);
    expect(source?.['filteredLocally']).toEqual(['statuses', 'phoneNumbers', 'duration']);
  });

  test('both ends of at most thirty days, for a history of ninety', async () => {
    await feedPages(graph, { filter: { providers: ['PLIVO'] }, first: 50 });
    const spans = ended().map(({ query }) => ['end_time__gte', 'end_time__lt'].map((name) => Date.parse(`${query.get(name) ?? ''}Z`)));
    expect(spans.length).toBe(3);
    for (const [from = 0, to = 0] of spans) expect(to - from).toBeLessThanOrEqual(30 * DAY);
    for (const [index, [from]] of spans.entries()) if (spans[index + 1]) expect(spans[index + 1]?.[1]).toBe(from);
    expect((spans.at(-1)?.[0] ?? 0) - ago(90 * DAY)).toBeGreaterThan(0);
  });

  test('no request for times before its history', async () => {
    const { source } = await list({ createdAt: { to: new Date(ago(91 * DAY)).toISOString() } });
    expect(source).toMatchObject({ status: 'SKIPPED', code: 'OUT_OF_HISTORY', coveredFrom: expect.any(String) });
    expect(plivo().requests).toEqual([]);
  });
});

test('A number that only begins like the wanted one is left out', async () => {
  serve(plivo(), plivoRow(plivoUuid(1), ago(DAY), { from_number: '+33199001234' }), plivoRow(plivoUuid(2), ago(DAY), { from_number: '331990012345' }));
  expect((await list({ from: ['+33199001234'] })).ids).toEqual([plivoUuid(1)]);
});

test('A number is found in either spelling', async () => {
  serve(plivo(), plivoRow(plivoUuid(1), ago(DAY), { from_number: '+12025550143' }), plivoRow(plivoUuid(2), ago(2 * DAY), { from_number: '12025550143' }));
  expect((await list({ from: ['+12025550143'] })).ids).toEqual([plivoUuid(1), plivoUuid(2)]);
});

describe('Legs that a call dialled', () => {
  beforeEach(() => serve(plivo(), plivoRow(plivoUuid(1), ago(DAY)), plivoRow(plivoUuid(2), ago(DAY) + SECOND, { parent_call_uuid: plivoUuid(1) })));

  test('are not in the feed', async () => {
    expect((await list()).ids).toEqual([plivoUuid(1)]);
    expect((await list({ plivo: {} })).ids).toEqual([plivoUuid(1)]);
  });

  test('are in it on request', async () => {
    expect((await list({ plivo: { includeChildLegs: true } })).ids).toEqual([plivoUuid(2), plivoUuid(1)]);
  });
});

describe('Calls that are going on', () => {
  const row = plivoRow(plivoUuid(1), ago(DAY));

  test('are in the feed, each read once', async () => {
    serve(plivo(), row, live(plivoUuid(2)), live(plivoUuid(3), { call_status: 'queued' }));
    const pages = await feedPages(graph, { filter: { providers: ['PLIVO'] }, first: 1 });
    expect(idsIn(pages.flatMap(({ nodes }) => nodes)).sort()).toEqual([plivoUuid(1), plivoUuid(2), plivoUuid(3)]);
    expect(requests(({ query }) => query.has('status')).map(({ path, query }) => [path.split('/Call/')[1], query.get('status')]).sort()).toEqual([
      ['', 'live'], ['', 'queued'], [`${plivoUuid(2)}/`, 'live'], [`${plivoUuid(3)}/`, 'queued'],
    ]);
  });

  test('are not asked for if the feed ends before them, or if they can not pass', async () => {
    serve(plivo(), row, live(plivoUuid(2)));
    for (const filter of [{ createdAt: { to: new Date(ago(2 * DAY)).toISOString() } }, { statuses: ['COMPLETED'] }, { duration: { min: 1 } }, { price: { min: '0' } }]) await list(filter);
    expect(requests(({ query }) => query.has('status'))).toEqual([]);
  });

  test('are asked for alone if only they can pass', async () => {
    serve(plivo(), row, live(plivoUuid(2)));
    expect((await list({ statuses: ['IN_PROGRESS', 'RINGING'] })).ids).toEqual([plivoUuid(2)]);
    expect(ended()).toEqual([]);
  });

  test('that end while the feed is read are there once', async () => {
    serve(plivo(), row, live(plivoUuid(2)));
    // The list of ids is the last that knows it.
    plivo().faults.add({ fault: { kind: 'status', status: 200, body: { calls: [plivoUuid(2), plivoUuid(4)] } }, when: ({ query, path }) => path.endsWith('/Call/') && query.get('status') === 'live' });
    serve(plivo(), row, plivoRow(plivoUuid(2), ago(HOUR)), live(plivoUuid(4)));
    const { ids, nodes } = await list();
    expect(ids.sort()).toEqual([plivoUuid(1), plivoUuid(2), plivoUuid(4)]);
    expect(nodes.find(({ providerCallId }) => providerCallId === plivoUuid(2))).toMatchObject({ status: 'COMPLETED' });
  });

  test('that can not be found again are reported', async () => {
    serve(plivo(), row);
    plivo().faults.add({ fault: { kind: 'status', status: 200, body: { calls: [plivoUuid(7)] } }, when: ({ query }) => query.get('status') === 'live' });
    expect((await list()).source).toMatchObject({ status: 'PARTIAL' });
  });

  test('are read up to a number, which is reported', async () => {
    serve(plivo(), ...Array.from({ length: 105 }, (_, index) => live(plivoUuid(1000 + index))));
    const { source } = await list({}, { first: 200 });
    expect(source).toMatchObject({ status: 'PARTIAL', code: 'READ_LIMIT', message: expect.stringContaining('105 calls are going on. 100 of them') });
    expect(lookUps().length).toBe(100);
  });

  test('are looked up once for all who ask within some seconds, but not for those who want fresh data', async () => {
    serve(plivo(), ...Array.from({ length: 20 }, (_, index) => live(plivoUuid(2000 + index))));
    const [first, second] = [await list(), await list()];
    expect(second.nodes).toEqual(first.nodes);
    expect(lookUps().length).toBe(20);
    await graph.switchboard.query('{ calls(filter: { providers: [PLIVO] }) { nodes { id } } }', {}, { 'cache-control': 'no-cache' });
    expect(lookUps().length).toBe(40);
  });

  test('are all there if one can not be looked up at first', async () => {
    serve(plivo(), ...Array.from({ length: 5 }, (_, index) => live(plivoUuid(3000 + index))));
    plivo().faults.add({ fault: { kind: 'status', status: 400 }, when: ({ path }) => path.includes(plivoUuid(3002)) });
    const { ids, source } = await list();
    expect(ids.length).toBe(5);
    expect(source).toMatchObject({ status: 'OK' });
  });

  test('are there without the one that can not be looked up at all, which is reported', async () => {
    serve(plivo(), row, ...Array.from({ length: 5 }, (_, index) => live(plivoUuid(4000 + index))));
    plivo().faults.add({ fault: { kind: 'status', status: 400 }, when: ({ path }) => path.includes(plivoUuid(4002)), times: Infinity });
    const { ids, source } = await list();
    expect(ids.sort()).toEqual([1, 4000, 4001, 4003, 4004].map(plivoUuid).sort());
    expect(source).toMatchObject({ status: 'PARTIAL', code: 'LIST_CHANGED' });
  });

  test('fail the source if none can be looked up', async () => {
    serve(plivo(), live(plivoUuid(5000)), live(plivoUuid(5001)));
    plivo().faults.add({ fault: { kind: 'status', status: 400 }, when: ({ path }) => !path.endsWith('/Call/'), times: Infinity });
    expect((await list()).source).toMatchObject({ status: 'FAILED', code: 'BAD_RESPONSE' });
  });
});

test('A busy account is read in slices, each with all pages at once', async () => {
  serve(plivo(), ...Array.from({ length: 600 }, (_, index) => plivoRow(plivoUuid(index), ago(HOUR) - index * 1000 * SECOND)));
  const { ids } = await list({}, { first: 20 });
  expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => plivoUuid(index)));
  // The first request says how many calls there are, the next ones read a part of them.
  expect(ended().length).toBeLessThanOrEqual(6);
});
