import { writeGlobalId } from '../../support/global-ids.js';
import { bulkRequests, sidsIn, singleRequests } from '../../support/exotel-requests.js';
import { aliased } from '../../support/operations.js';
import { ago, DAY, exotelRow, HOUR, SECOND, serve, sid, sids } from '../../vendors/rows.js';
import { useGraph } from '../../support/graph.js';

const graph = useGraph({ calls: 0 });
const YESTERDAY = ago(DAY);
const idOf = (callSid: string, createdAt = YESTERDAY) => writeGlobalId('Call', 'EXOTEL', callSid, String(createdAt / SECOND));
const byProviderIds = 'query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { providerCallId } }';

beforeEach(() => serve(graph.simulators.exotel, ...sids(250).map((one) => exotelRow(one, YESTERDAY))));

describe('Up to a hundred Exotel calls share a request:', () => {
  test.each([[1, 1], [2, 1], [99, 1], [100, 1], [101, 2], [200, 2], [250, 3]])('%i of them in aliases cost %i requests', async (count, requests) => {
    const data = await graph.data(aliased('EXOTEL', sids(count)));
    expect(Object.values(data as object)).toEqual(sids(count).map((providerCallId) => ({ providerCallId })));
    expect(bulkRequests(graph.simulators.exotel).length).toBe(requests);
    expect(singleRequests(graph.simulators.exotel).length).toBe(0);
  });

  test.each([
    ['a list of Sids', 'query ($sids: [String!]!) { found: callsByProviderIds(provider: EXOTEL, providerCallIds: $sids) { providerCallId } }'],
    ['a list of ids', 'query ($ids: [ID!]!) { found: callsByIds(ids: $ids) { providerCallId } }'],
    ['nodes', 'query ($ids: [ID!]!) { found: nodes(ids: $ids) { ...on Call { providerCallId } } }'],
    ['entities by id', 'query ($byId: [_Any!]!) { found: _entities(representations: $byId) { ...on Call { providerCallId } } }'],
    ['entities by Sid', 'query ($bySid: [_Any!]!) { found: _entities(representations: $bySid) { ...on Call { providerCallId } } }'],
  ])('150 of them in %s cost 2 requests, and come in the requested order', async (_, query) => {
    const asked = sids(150).reverse();
    const { found } = await graph.data<{ found: { providerCallId: string }[] }>(query, {
      sids: asked,
      ids: asked.map((one) => idOf(one)),
      byId: asked.map((one) => ({ __typename: 'Call', id: idOf(one) })),
      bySid: asked.map((one) => ({ __typename: 'Call', provider: 'EXOTEL', providerCallId: one })),
    });
    expect(found.map(({ providerCallId }) => providerCallId)).toEqual(asked);
    expect(bulkRequests(graph.simulators.exotel).length).toBe(2);
  });

  test('a hundred of them in different fields of one operation cost one request', async () => {
    const share = (index: number) => sids(100).slice(index * 10, index * 10 + 10);
    const query = `query ($list: [String!]!, $ids: [ID!]!, $nodes: [ID!]!, $entities: [_Any!]!, $deep: ID!) {
      ${aliased('EXOTEL', sids(100).slice(40, 99)).slice(1, -1)}
      callsByProviderIds(provider: EXOTEL, providerCallIds: $list) { providerCallId }
      callsByIds(ids: $ids) { providerCallId }
      nodes(ids: $nodes) { ...on Call { providerCallId } }
      _entities(representations: $entities) { ...on Call { providerCallId } }
      recording(id: $deep) { call { providerCallId } }
    }`;
    const answer = await graph.ask(query, {
      list: share(0),
      ids: share(1).map((one) => idOf(one)),
      nodes: share(2).map((one) => idOf(one)),
      entities: share(3).map((one) => ({ __typename: 'Call', id: idOf(one) })),
      deep: writeGlobalId('Recording', idOf(sid(99)), '#0'),
    });
    expect(answer.errors).toBeUndefined();
    const text = JSON.stringify(answer.data);
    expect(sids(100).filter((one) => !text.includes(one))).toEqual([]);
    expect(bulkRequests(graph.simulators.exotel).length).toBe(1);
  });

  test('the same call in four fields costs one request that names it once', async () => {
    const query = `query ($sid: String!, $sids: [String!]!, $id: ID!) {
      one: callByProviderId(provider: EXOTEL, providerCallId: $sid) { providerCallId }
      two: callByProviderId(provider: EXOTEL, providerCallId: $sid) { status }
      three: callsByProviderIds(provider: EXOTEL, providerCallIds: $sids) { providerCallId }
      four: call(id: $id) { providerCallId }
    }`;
    const data = await graph.data(query, { sid: sid(1), sids: [sid(1), sid(1)], id: idOf(sid(1)) });
    expect(data['three']).toEqual([{ providerCallId: sid(1) }, { providerCallId: sid(1) }]);
    expect(data['four']).toEqual({ providerCallId: sid(1) });
    expect(bulkRequests(graph.simulators.exotel).map(sidsIn)).toEqual([[sid(1)]]);
  });

  test("the page size is at least the number of Sids, and at most Exotel's limit", async () => {
    for (const count of [1, 60, 101]) await graph.data(byProviderIds, { ids: sids(count) });
    for (const request of bulkRequests(graph.simulators.exotel)) {
      const pageSize = Number(request.query.get('PageSize'));
      expect(pageSize).toBeGreaterThanOrEqual(sidsIn(request).length);
      expect(pageSize).toBeLessThanOrEqual(100);
    }
  });
});

describe('A call that Exotel does not have', () => {
  test('is null in its place and does not affect the others', async () => {
    const ids = [sid(1), sid(5000), sid(2)];
    const { data, errors } = await graph.ask(byProviderIds, { ids });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ callsByProviderIds: [{ providerCallId: sid(1) }, null, { providerCallId: sid(2) }] });
  });

  test.each(['not-a-sid', 'a,b', '../Calls', 'é', ' '.repeat(3) + 'x'])("is null without a request if %j can't be a Sid", async (text) => {
    expect(await graph.data(aliased('EXOTEL', [text]))).toEqual({ a0: null });
    expect(graph.simulators.exotel.requests.length).toBe(0);
  });

  test('is searched for alone, without the calls that were already found', async () => {
    await graph.data(byProviderIds, { ids: [sid(1), sid(5000)] });
    const [first, ...later] = bulkRequests(graph.simulators.exotel).map(sidsIn);
    expect(first?.sort()).toEqual([sid(1), sid(5000)].sort());
    expect(later.length).toBeGreaterThan(0);
    expect(new Set(later.flat())).toEqual(new Set([sid(5000)]));
  });
});

describe('An ongoing call', () => {
  const ongoing = exotelRow('feedbeef', ago(HOUR), { Status: 'in-progress', EndTime: '1970-01-01 05:30:00', Duration: null, Price: null });
  beforeEach(() => void graph.simulators.exotel.rows.push(ongoing));

  test('is found by the single look-up, because bulk answers omit it', async () => {
    const data = await graph.data(aliased('EXOTEL', ['feedbeef'], 'status endedAt duration price { amount }'));
    expect(data).toEqual({ a0: { status: 'IN_PROGRESS', endedAt: null, duration: null, price: null } });
    expect(singleRequests(graph.simulators.exotel).map(({ path }) => path)).toEqual([expect.stringMatching(/\/Calls\/feedbeef\.json$/)]);
  });

  test('is found among sixty Sids that do not exist, which are null without errors', async () => {
    const strangers = Array.from({ length: 60 }, (_, index) => sid(6000 + index));
    const { callsByProviderIds } = await graph.data<{ callsByProviderIds: unknown[] }>(byProviderIds, { ids: [...strangers, 'feedbeef'] });
    expect(callsByProviderIds).toEqual([...strangers.map(() => null), { providerCallId: 'feedbeef' }]);
  });

  test('costs two requests by its global id', async () => {
    const id = idOf('feedbeef', ago(HOUR));
    expect(await graph.data('query ($id: ID!) { call(id: $id) { status } }', { id })).toEqual({ call: { status: 'IN_PROGRESS' } });
    expect(graph.simulators.exotel.requests.length).toBe(2);
  });
});
