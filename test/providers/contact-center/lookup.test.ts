import fc from 'fast-check';
import { writeGlobalId } from '../../support/global-ids.js';
import { type Data, useGraph } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import { runs } from '../../support/property.js';
import { ago, contactCenterRow, DAY, HOUR, SECOND, serve } from '../../vendors/rows.js';

const graph = useGraph({ calls: 0 });
const requests = () => graph.simulators.contactCenter.requests;
const globalId = (id: number, startedAt: number) => writeGlobalId('Call', 'CONTACT_CENTER', String(id), String(startedAt / SECOND));
const byIds = 'query ($ids: [ID!]!) { calls: callsByIds(ids: $ids) { providerCallId } }';
const byProviderIds = `query ($ids: [String!]!, $createdAt: DateTimeRange) {
  calls: callsByProviderIds(provider: CONTACT_CENTER, providerCallIds: $ids, createdAt: $createdAt) { providerCallId }
}`;

/** The number of days that a request covers, both ends included. Infinity without dates. */
function daysAsked(index = 0): number {
  const { query } = requests()[index] ?? {};
  const [from, to] = [query?.get('dateFrom'), query?.get('dateTo')];
  return from && to ? (Date.parse(to) - Date.parse(from)) / DAY + 1 : Infinity;
}

const START = ago(90 * DAY);
const at = (index: number) => START + index * 6 * HOUR;

beforeEach(() => serve(graph.simulators.contactCenter, ...Array.from({ length: 300 }, (_, index) => contactCenterRow(1000 + index, at(index)))));

describe('By its global id, a call of the contact centre', () => {
  test('is found with one request for a few days', async () => {
    expect(await graph.data(byIds, { ids: [globalId(1100, at(100))] })).toEqual({ calls: [{ providerCallId: '1100' }] });
    expect(requests().length).toBe(1);
    expect(daysAsked()).toBeLessThanOrEqual(5);
  });

  test('is found again by the id that the graph returned', async () => {
    const { a0 } = await graph.data<{ a0: Data }>(aliased('CONTACT_CENTER', ['1042'], 'id'));
    requests().length = 0;
    expect(await graph.data(byIds, { ids: [a0['id']] })).toEqual({ calls: [{ providerCallId: '1042' }] });
    expect(requests().length).toBe(1);
    expect(daysAsked()).toBeLessThanOrEqual(5);
  });

  test('is found for any hour of its start', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 400 * 24 * 3600 }), async (secondsAgo) => {
      const startedAt = ago(secondsAgo * SECOND);
      serve(graph.simulators.contactCenter, contactCenterRow(1, startedAt));
      expect(await graph.data(byIds, { ids: [globalId(1, startedAt)] })).toEqual({ calls: [{ providerCallId: '1' }] });
    }), runs(25));
  });

  test('is null if it no longer exists, on its days or any other day', async () => {
    expect(await graph.data(byIds, { ids: [globalId(5, at(5))] })).toEqual({ calls: [null] });
    expect(requests().map((_, index) => daysAsked(index))).toEqual([expect.any(Number), Infinity]);
  });

  test('shares its request with other calls of the same days, each requested once', async () => {
    const ids = [100, 101, 102, 103, 100].map((index) => globalId(1000 + index, at(index)));
    const { calls } = await graph.data<{ calls: Data[] }>(byIds, { ids });
    expect(calls.map((call) => call['providerCallId'])).toEqual(['1100', '1101', '1102', '1103', '1100']);
    expect(requests().length).toBe(1);
    expect(daysAsked()).toBeLessThanOrEqual(6);
  });

  test('does not share a request with calls of distant days', async () => {
    const ids = [0, 100, 200].map((index) => globalId(1000 + index, at(index)));
    await graph.data(byIds, { ids });
    expect(requests().length).toBe(3);
    for (const index of [0, 1, 2]) expect(daysAsked(index)).toBeLessThanOrEqual(5);
  });
});

describe("By the contact centre's own id, a call", () => {
  test('is searched for in the whole list, but only up to the page with the call', async () => {
    serve(graph.simulators.contactCenter, ...Array.from({ length: 2500 }, (_, index) => ({ id: index, started_at: at(0) / SECOND + index })));
    expect(await graph.data(byProviderIds, { ids: ['2400'] })).toEqual({ calls: [{ providerCallId: '2400' }] });
    expect(requests().map(({ query }) => query.get('page'))).toEqual(['1']);
    requests().length = 0;
    expect(await graph.data(byProviderIds, { ids: ['10', '2400'] })).toEqual({ calls: [{ providerCallId: '10' }, { providerCallId: '2400' }] });
    expect(requests().map(({ query }) => [query.get('page'), query.get('limit')])).toEqual([['1', '1000'], ['2', '1000'], ['3', '1000']]);
  });

  test('shares the pages with all other calls of the search', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => String(1000 + index));
    const { calls } = await graph.data<{ calls: (Data | null)[] }>(byProviderIds, { ids: [...ids, '7'] });
    expect(calls.map((call) => call?.['providerCallId'] ?? null)).toEqual([...ids, null]);
    expect(requests().length).toBe(1);
  });

  test('is searched for in a few days if createdAt is given', async () => {
    const createdAt = { from: new Date(at(100) - HOUR).toISOString(), to: new Date(at(100) + HOUR).toISOString() };
    expect(await graph.data(byProviderIds, { ids: ['1100'], createdAt })).toEqual({ calls: [{ providerCallId: '1100' }] });
    expect(requests().length).toBe(1);
    expect(daysAsked()).toBeLessThanOrEqual(5);
  });

  test('is null without a request if the id is not a whole number', async () => {
    expect(await graph.data(byProviderIds, { ids: ['abc', '-1', '1.5', '0x10', '1e3'] })).toEqual({ calls: [null, null, null, null, null] });
    expect(requests()).toEqual([]);
  });
});

test('A call found by one search is not lost when another search fails', async () => {
  graph.simulators.contactCenter.faults.add({ fault: { kind: 'status', status: 500 }, times: Infinity, when: ({ query }) => query.has('dateFrom') });
  const query = `query ($id: ID!) { byId: call(id: $id) { providerCallId } byProviderId: callByProviderId(provider: CONTACT_CENTER, providerCallId: "1100") { providerCallId } }`;
  const { data } = await graph.ask(query, { id: globalId(1100, at(100)) });
  expect(data['byProviderId']).toEqual({ providerCallId: '1100' });
});

test('A failed page is an error only of the calls that were not found before it', async () => {
  serve(graph.simulators.contactCenter, ...Array.from({ length: 1500 }, (_, index) => ({ id: index, started_at: at(0) / SECOND + index })));
  graph.simulators.contactCenter.faults.add({ fault: { kind: 'status', status: 500 }, when: ({ query }) => query.get('page') === '2' });
  const { data, errors } = await graph.ask(byProviderIds, { ids: ['1400', '3'] });
  expect(data).toEqual({ calls: [{ providerCallId: '1400' }, null] });
  expect(errors).toMatchObject([{ path: ['calls', 1], extensions: { code: 'PROVIDER_UNAVAILABLE' } }]);
});
