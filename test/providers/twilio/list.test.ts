import { idsOf, walk } from '../../support/feed-walk.js';
import { useGraph } from '../../support/graph.js';
import { globalId } from '../../support/known-calls.js';
import { ago, DAY, HOUR, serve } from '../../vendors/rows.js';
import { TWILIO } from '../../vendors/index.js';
import { rfc2822 } from '../../../src/simulators/twilio/rfc2822.js';
import type { Row } from '../../../src/simulators/index.js';

const graph = useGraph({ calls: 0 });
const ORDERS = ['NEWEST_FIRST', 'OLDEST_FIRST'] as const;
const twilio = () => graph.simulators.twilio;

function rowOf(index: number, created: number, fields: Row = {}): Row {
  return { ...TWILIO.row(index), date_created: rfc2822(created), start_time: rfc2822(created), end_time: rfc2822(created + 60_000), date_updated: rfc2822(created + 61_000), ...fields };
}

function idsFor(...rows: readonly Row[]): string[] {
  return rows.map(({ sid }) => globalId({ provider: 'TWILIO', number: Number.parseInt(String(sid).slice(2), 16) } as Parameters<typeof globalId>[0]));
}

async function listed(filter: object = {}, order: (typeof ORDERS)[number] = 'NEWEST_FIRST', size = 500): Promise<string[]> {
  return idsOf(await walk(graph.switchboard, { filter: { providers: ['TWILIO'], ...filter }, order, sizes: [size] }));
}

/** The requests for lists, without their paging. */
function asked(): Record<string, string>[] {
  return twilio().requests.map(({ query }) => Object.fromEntries([...query].filter(([name]) => !['PageSize', 'Page', 'PageToken'].includes(name))));
}

beforeEach(() => {
  twilio().requests.length = 0;
});

describe('A queued call, which has no start time,', () => {
  const queued = rowOf(1, ago(HOUR), { status: 'queued', start_time: null, end_time: null, duration: null });
  const over = rowOf(2, ago(2 * HOUR));

  test.each(ORDERS)('is in the feed in its place, %s', async (order) => {
    serve(twilio(), queued, over);
    expect(await listed({}, order, 1)).toEqual(idsFor(...(order === 'NEWEST_FIRST' ? [queued, over] : [over, queued])));
  });

  test('is asked for once in a walk, before the days, and not in a walk through the past', async () => {
    serve(twilio(), queued, ...Array.from({ length: 5 }, (_, index) => rowOf(10 + index, ago((index + 1) * 40 * DAY))));
    await listed({}, 'NEWEST_FIRST', 1);
    expect(asked().filter(({ Status }) => Status === 'queued')).toHaveLength(1);
    expect(asked()[0]).toEqual({ Status: 'queued' });
    twilio().requests.length = 0;
    await listed({ createdAt: { from: new Date(ago(60 * DAY)).toISOString(), to: new Date(ago(20 * DAY)).toISOString() } });
    expect(asked().filter(({ Status }) => Status === 'queued')).toEqual([]);
  });

  test('is found by its status alone in one request', async () => {
    serve(twilio(), queued, over);
    expect(await listed({ statuses: ['QUEUED'] })).toEqual(idsFor(queued));
    expect(asked()).toEqual([{ Status: 'queued' }]);
  });

  test('that leaves the queue while it is listed is there once', async () => {
    serve(twilio(), queued, over);
    const both = rowOf(1, ago(HOUR), { status: 'ringing', end_time: null, duration: null });
    twilio().faults.add({ when: ({ query }) => query.get('Status') === 'queued', times: 1, fault: { kind: 'status', status: 200, body: { calls: [queued], next_page_uri: null } } });
    serve(twilio(), both, over);
    expect(await listed()).toEqual(idsFor(both, over));
  });
});

test('A call that waited past midnight is in its place, in either order', async () => {
  const midnight = Math.floor(Date.now() / DAY) * DAY - 3 * DAY;
  const waited = rowOf(1, midnight - 1000, { start_time: rfc2822(midnight + 1000) });
  const before = rowOf(2, midnight - 2000);
  const after = rowOf(3, midnight);
  serve(twilio(), waited, before, after);
  for (const size of [1, 2, 3]) {
    expect(await listed({}, 'NEWEST_FIRST', size)).toEqual(idsFor(after, waited, before));
    expect(await listed({}, 'OLDEST_FIRST', size)).toEqual(idsFor(before, waited, after));
  }
  const until = { createdAt: { to: new Date(midnight - 1).toISOString() } };
  expect(await listed(until)).toEqual(idsFor(waited, before));
});

test('Each day is read once in a walk', async () => {
  serve(twilio(), ...Array.from({ length: 40 }, (_, index) => rowOf(index + 1, ago(index * 5 * HOUR))));
  for (const order of ORDERS) {
    twilio().requests.length = 0;
    await listed({}, order, 3);
    const days = asked().map((query) => `${query['StartTime>'] ?? ''} ${query['StartTime<'] ?? ''} ${query['Status'] ?? ''}`);
    expect(days).toEqual([...new Set(days)]);
    const ends = asked().flatMap((query) => (query['StartTime<'] ? [query['StartTime<']] : []));
    const begins = asked().flatMap((query) => (query['StartTime>'] ? [query['StartTime>']] : []));
    // Where one request ends another one begins.
    expect(ends.sort()).toEqual(begins.sort());
  }
});

describe('A leg of another call', () => {
  const parent = rowOf(1, ago(HOUR));
  const child = rowOf(2, ago(HOUR) + 1000, { parent_call_sid: parent['sid'], direction: 'outbound-dial', to: 'client:alice' });

  test('is left out of the feed, and found by its id', async () => {
    serve(twilio(), parent, child);
    expect(await listed()).toEqual(idsFor(parent));
    const { call } = await graph.data<{ call: object }>('query ($id: ID!) { call(id: $id) { agents { name } contact { id } details { ... on TwilioCallDetails { parentCallSid } } } }', { id: idsFor(child)[0] });
    expect(call).toEqual({ agents: [{ name: 'alice' }], contact: null, details: { parentCallSid: parent['sid'] } });
  });

  test('is in the feed on request, and its call can be asked for its legs', async () => {
    serve(twilio(), parent, child);
    expect(await listed({ twilio: { includeChildLegs: true } })).toEqual(idsFor(child, parent));
    twilio().requests.length = 0;
    expect(await listed({ twilio: { parentCallSid: parent['sid'] } })).toEqual(idsFor(child));
    expect(asked().every(({ ParentCallSid }) => ParentCallSid === parent['sid'])).toBe(true);
  });
});

describe('Twilio is asked', () => {
  const filters = () => [...new Set(asked().map(({ 'StartTime>': _, 'StartTime<': __, ...rest }) => JSON.stringify(rest)))].map((text) => JSON.parse(text) as object);

  test('for one status in its word, and for several ones without a filter', async () => {
    await listed({ statuses: ['CANCELED'] });
    expect(filters()).toEqual([{ Status: 'canceled' }]);
    twilio().requests.length = 0;
    await listed({ statuses: ['CANCELED', 'BUSY'] });
    expect(filters()).toEqual([{ Status: 'queued' }, {}]);
  });

  test('for a number of either party, and for none that stands for a withheld one', async () => {
    await listed({ statuses: ['BUSY'], phoneNumbers: ['+12025550143'] });
    expect(filters()).toEqual([{ From: '+12025550143', Status: 'busy' }, { To: '+12025550143', Status: 'busy' }]);
    serve(twilio(), rowOf(1, ago(HOUR), { from: '+266696687' }));
    expect(await listed({ from: ['+266696687'] })).toEqual([]);
  });

  test('for whole days only, and the instants are filtered here', async () => {
    const [first, second, third] = [ago(50 * HOUR), ago(50 * HOUR) + 1000, ago(50 * HOUR) + 2000] as const;
    serve(twilio(), ...[first, second, third].map((at, index) => rowOf(index + 1, at)));
    expect(await listed({ createdAt: { from: new Date(second).toISOString(), to: new Date(second).toISOString() } })).toEqual(idsFor(rowOf(2, second)));
    for (const query of asked()) for (const [name, value] of Object.entries(query)) expect([name, value]).toEqual([expect.stringMatching(/^StartTime[<>]$/), expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
  });
});

test('The address of the next page is used for its tokens only, whatever host and path it has', async () => {
  serve(twilio(), rowOf(1, ago(HOUR)));
  const body = { calls: [rowOf(2, ago(HOUR) + 5000)], next_page_uri: 'https://elsewhere.example.com/other/Calls.json?StartTime=1999-01-01&Page=1&PageToken=PA0' };
  twilio().faults.add({ when: ({ query }) => !query.has('Page') && query.get('Status') === null, times: 1, fault: { kind: 'status', status: 200, body } });
  expect(await listed()).toEqual(idsFor(rowOf(2, 0), rowOf(1, 0)));
});

test('Pages that repeat their token end with an error, and not in an endless loop', async () => {
  const body = { calls: [rowOf(2, ago(HOUR))], next_page_uri: '/x?Page=1&PageToken=PA0' };
  twilio().faults.add({ when: ({ query }) => query.get('Status') === null, times: Infinity, fault: { kind: 'status', status: 200, body } });
  const { data } = await graph.ask<{ calls: { sources: object[] } }>('{ calls(filter: { providers: [TWILIO] }) { sources { status code } } }');
  twilio().faults.clear();
  expect(data.calls.sources).toContainEqual(expect.objectContaining({ status: 'FAILED', code: 'BAD_RESPONSE' }));
});
