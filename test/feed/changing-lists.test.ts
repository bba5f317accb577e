import type { Fault, RecordedRequest, Row, Simulator } from '../../src/simulators/index.js';
import { bulkRequests } from '../support/exotel-requests.js';
import { feedPage, feedPages, type FeedPage } from '../support/feed.js';
import { useReplicas } from '../support/replicas.js';
import { ago, contactCenterRow, DAY, exotelRow, HOUR, indianTime, SECOND, serve, sid } from '../vendors/rows.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, type Vendor } from '../vendors/index.js';

const HOUR_AGO = ago(HOUR);
const MONTH_AGO = ago(30 * DAY);
let ahead = 0;
const replicas = useReplicas({}, { now: () => Date.now() + ahead });
const simulator = ({ simulator: name }: Vendor): Simulator => replicas.simulators[name];
const page = (provider: string, variables: Parameters<typeof feedPage>[1] = {}) => feedPage(replicas.first, { ...variables, filter: { providers: [provider as 'EXOTEL'], ...(variables.filter ?? {}) } });
const idsIn = (...pages: FeedPage[]) => pages.flatMap(({ nodes }) => nodes.map(({ providerCallId }) => providerCallId));
const sourceOf = ({ sources }: FeedPage, provider: string) => sources.find((source) => source.provider === provider);

afterEach(() => {
  ahead = 0;
});

/** A row of each listing vendor, and the changes of a later version. */
const VERSIONS: readonly { vendor: Vendor; row: (index: number, createdAt: number) => Row; newer: Row; status: string }[] = [
  { vendor: AICALLER, row: (index, at) => ({ ...AICALLER.row(index), status: 'inProgress', createdAt: new Date(at).toISOString(), updatedAt: new Date(at).toISOString() }), newer: { status: 'completed', updatedAt: new Date().toISOString() }, status: 'COMPLETED' },
  { vendor: CONTACT_CENTER, row: (index, at) => contactCenterRow(100 + index, at, { is_ended: false, is_answered: true, is_in_queue: false }), newer: { is_ended: true }, status: 'COMPLETED' },
  { vendor: EXOTEL, row: (index, at) => exotelRow(sid(index), at, { Status: 'busy', DateUpdated: indianTime(at) }), newer: { Status: 'completed', DateUpdated: indianTime(Date.now()) }, status: 'COMPLETED' },
];

describe.each(VERSIONS)('A row that $vendor.provider returns twice is one call:', ({ vendor, row, newer, status }) => {
  const { provider } = vendor;

  test.each([
    ['the same twice', (one: Row) => [one, { ...one }]],
    ['the newer version first', (one: Row) => [{ ...one, ...newer }, one]],
    ['the older version first', (one: Row) => [one, { ...one, ...newer }]],
  ])('%s, on one page of its list', async (name, rows) => {
    const one = row(1, ago(HOUR));
    serve(simulator(vendor), ...rows(one), row(2, ago(2 * HOUR)));
    const answer = await page(provider, { first: 10 });
    expect(idsIn(answer)).toEqual([idOf(vendor, one), idOf(vendor, row(2, 0))]);
    expect(answer.totalCount).toBe(2);
    if (name !== 'the same twice') expect(answer.nodes[0]?.status).toBe(status);
    expect(sourceOf(answer, provider)?.status).toBe('OK');
  });

  test('with another time, in pages of one call', async () => {
    const one = row(1, ago(HOUR));
    const moved = { ...row(1, ago(HOUR) - 4 * SECOND), ...newer };
    serve(simulator(vendor), one, moved, row(2, ago(HOUR) - 2 * SECOND), row(3, ago(2 * HOUR)));
    for (const orderBy of ['NEWEST_FIRST', 'OLDEST_FIRST'] as const) {
      const pages = await feedPages(replicas.first, { first: 1, orderBy, filter: { providers: [provider] } });
      expect(idsIn(...pages).sort()).toEqual([idOf(vendor, one), idOf(vendor, row(2, 0)), idOf(vendor, row(3, 0))].sort());
    }
  });
});

test("A row on two pages of Exotel's list is one call", async () => {
  const rows = Array.from({ length: 150 }, (_, index) => exotelRow(sid(index), HOUR_AGO - index * SECOND));
  serve(simulator(EXOTEL), ...rows.slice(0, 100), rows[99] ?? {}, ...rows.slice(100));
  const answer = await page('EXOTEL', { first: 500 });
  expect(idsIn(answer)).toEqual(rows.map((one) => idOf(EXOTEL, one)));
  expect(answer.totalCount).toBe(150);
});

test('A call that AICaller returns for both spellings of a status comes once', async () => {
  const { aicaller } = replicas.simulators;
  serve(aicaller, ...[1, 2].map((index): Row => ({ ...AICALLER.row(index), status: 'cancelled', createdAt: new Date(ago(index * HOUR)).toISOString() })));
  const rows = structuredClone(aicaller.rows);
  aicaller.faults.add({ fault: { kind: 'status', status: 200, body: { data: rows } }, times: Infinity, when: ({ query }) => query.has('status') });
  const answer = await page('AICALLER', { first: 10, filter: { statuses: ['CANCELED'] } });
  expect([idsIn(answer).length, answer.totalCount]).toEqual([2, 2]);
});

describe("Rows that leave the contact centre's list between two of its pages", () => {
  const rows = Array.from({ length: 1100 }, (_, index): Row => ({ id: index + 1, started_at: MONTH_AGO / SECOND + index }));
  const leaveBefore = (pageNumber: string, count: number, times = 1) =>
    simulator(CONTACT_CENTER).faults.add({
      fault: { kind: 'delay', milliseconds: 0 },
      times,
      when: ({ query }: RecordedRequest) => {
        if (query.get('page') !== pageNumber) return false;
        simulator(CONTACT_CENTER).rows.splice(0, count);
        return true;
      },
    });
  const walk = () => feedPages(replicas.first, { first: 500, filter: { providers: ['CONTACT_CENTER'] } });

  test('hide none of the remaining calls', async () => {
    serve(simulator(CONTACT_CENTER), ...rows);
    leaveBefore('2', 3);
    const pages = await walk();
    const there = new Set(idsIn(...pages));
    expect(rows.slice(3).map(({ id }) => String(id)).filter((id) => !there.has(id))).toEqual([]);
  });

  test('on every read are reported', async () => {
    serve(simulator(CONTACT_CENTER), ...rows);
    leaveBefore('2', 1, Infinity);
    const first = await page('CONTACT_CENTER', { first: 500 });
    expect(sourceOf(first, 'CONTACT_CENTER')).toMatchObject({ status: 'PARTIAL', code: 'LIST_CHANGED' });
    expect(first.totalCount).toBeNull();
  });

  test('do not make a look-up return null', async () => {
    serve(simulator(CONTACT_CENTER), ...rows);
    leaveBefore('2', 3);
    const query = 'query ($id: String!) { callByProviderId(provider: CONTACT_CENTER, providerCallId: $id) { providerCallId } }';
    // The first row of the second page moves to the first page, which was already read.
    const moved = String(rows[1000]?.['id']);
    expect(await replicas.first.data(query, { id: moved })).toEqual({ callByProviderId: { providerCallId: moved } });
  });
});

describe('A page on which no Exotel call passes the filter', () => {
  const many = Array.from({ length: 4000 }, (_, index): Row => ({ Sid: sid(index), DateCreated: indianTime(HOUR_AGO - index * SECOND), Status: 'completed' }));

  test('reads up to the limit, reports it, and has a cursor to continue from', async () => {
    serve(simulator(EXOTEL), ...many, exotelRow(sid(9999), ago(DAY), { Status: 'vanished' }));
    const first = await page('EXOTEL', { first: 10, filter: { statuses: ['UNKNOWN'] } });
    expect(bulkRequests(simulator(EXOTEL)).length).toBeLessThanOrEqual(40);
    expect(sourceOf(first, 'EXOTEL')).toMatchObject({ status: 'FAILED', code: 'READ_LIMIT' });
    expect(first.totalCount).toBeNull();
    expect(first.pageInfo.hasNextPage).toBe(true);
    const pages = [first];
    for (let last = first; last.pageInfo.hasNextPage; ) {
      last = await page('EXOTEL', { first: 10, filter: { statuses: ['UNKNOWN'] }, after: last.pageInfo.endCursor });
      pages.push(last);
    }
    expect(idsIn(...pages)).toEqual([sid(9999)]);
  });

  test('leaves look-ups their share of the budget', async () => {
    serve(simulator(EXOTEL), ...many);
    const limited = await replicas.start({ EXOTEL_REQUESTS_PER_MINUTE: '25' });
    await feedPage(limited, { first: 10, filter: { providers: ['EXOTEL'], statuses: ['UNKNOWN'] } });
    const query = 'query ($id: String!) { callByProviderId(provider: EXOTEL, providerCallId: $id) { providerCallId } }';
    expect(await limited.data(query, { id: sid(1) })).toEqual({ callByProviderId: { providerCallId: sid(1) } });
  });
});

test("Exotel's cursors that form a loop are detected when one repeats", async () => {
  serve(simulator(EXOTEL), ...Array.from({ length: 300 }, (_, index) => exotelRow(sid(index), HOUR_AGO - index * SECOND)));
  const bodyOf = (index: number, after: string) => ({
    Metadata: { NextPageUri: `/v1/Accounts/x/Calls.json?After=${after}` },
    Calls: Array.from({ length: 100 }, (_, row) => exotelRow(sid(index * 100 + row), HOUR_AGO - (index * 100 + row) * SECOND)),
  });
  const answers = [bodyOf(0, 'A'), bodyOf(1, 'B'), bodyOf(2, 'A')];
  answers.forEach((body, index) => {
    const fault: Fault = { kind: 'status', status: 200, body };
    simulator(EXOTEL).faults.add({ fault, times: Infinity, when: ({ query }) => (query.get('After') ?? '') === (['', 'A', 'B'][index] ?? '') });
  });
  const answer = await page('EXOTEL', { first: 500 });
  expect(sourceOf(answer, 'EXOTEL')).toMatchObject({ status: 'PARTIAL', code: 'BAD_RESPONSE' });
  expect(bulkRequests(simulator(EXOTEL)).length).toBeLessThan(6);
});

describe("If a vendor's clock is ahead", () => {
  test.each([['AICALLER', 2], ['AICALLER', 90], ['EXOTEL', 2], ['EXOTEL', 90], ['CONTACT_CENTER', 90], ['AICALLER', 3600]])('%s by %i seconds, and its answers show it, a new call is on the first page', async (provider, seconds) => {
    const fresh = await replicas.start();
    ahead = seconds * SECOND;
    const vendor = [AICALLER, CONTACT_CENTER, EXOTEL].find((one) => one.provider === provider) ?? EXOTEL;
    const at = Math.floor((Date.now() + ahead) / SECOND) * SECOND;
    const versions = VERSIONS.find((one) => one.vendor === vendor);
    serve(simulator(vendor), versions?.row(1, at) ?? {});
    const answer = await feedPage(fresh, { first: 10, filter: { providers: [vendor.provider] } });
    const isTold = sourceOf(answer, vendor.provider)?.status === 'PARTIAL';
    expect(answer.nodes.length === 1 || isTold).toBe(true);
    // The clock is known by now.
    expect((await feedPage(fresh, { first: 10, filter: { providers: [vendor.provider] } })).nodes.length).toBe(1);
  });

  test("and only the call's date shows it, the page reports a missing call", async () => {
    const at = new Date(Date.now() + 90 * SECOND).toISOString();
    serve(simulator(AICALLER), { ...AICALLER.row(1), createdAt: at });
    const answer = await page('AICALLER', { first: 10 });
    expect(answer.totalCount).toBeNull();
    expect(sourceOf(answer, 'AICALLER')).toMatchObject({ status: 'PARTIAL', code: 'CLOCK_AHEAD' });
  });
});

describe('Calls without any time', () => {
  const undated: Row = { ...AICALLER.row(77), createdAt: null, callTriggeredAt: null, callStartedAt: null, callEndedAt: null, updatedAt: null };
  const dated = (index: number): Row => ({ ...AICALLER.row(index), createdAt: new Date(ago(index * HOUR)).toISOString() });

  test.each(['NEWEST_FIRST', 'OLDEST_FIRST'] as const)('are returned or reported if a walk is reopened for each page: %s', async (orderBy) => {
    serve(simulator(AICALLER), undated, ...[1, 2, 3, 4, 5].map(dated));
    const pages: FeedPage[] = [];
    for (let after: string | null = null; ; ) {
      const process = await replicas.start();
      const next: FeedPage = await feedPage(process, { first: 2, after, orderBy, filter: { providers: ['AICALLER'] } });
      pages.push(next);
      if (!next.pageInfo.hasNextPage) break;
      after = next.pageInfo.endCursor;
    }
    const hasCome = idsIn(...pages).includes(idOf(AICALLER, undated));
    const isTold = sourceOf(pages.at(-1) as FeedPage, 'AICALLER')?.code === 'UNDATED_ROWS';
    expect(hasCome || isTold).toBe(true);
    expect(idsIn(...pages).filter((id) => id !== idOf(AICALLER, undated))).toHaveLength(5);
  });
});

describe('Many calls without any time', () => {
  const undated = (count: number) => Array.from({ length: count }, (_, index): Row => ({ _id: `undated${index}`, status: 'completed' }));
  const dated = (count: number) => Array.from({ length: count }, (_, index): Row => ({ _id: `dated${index}`, status: 'completed', createdAt: new Date(ago(index * DAY)).toISOString() }));

  test.each(['NEWEST_FIRST', 'OLDEST_FIRST'] as const)('do not keep a walk from ending if nothing is kept between its pages: %s', async (orderBy) => {
    serve(simulator(AICALLER), ...undated(5), ...dated(1));
    const ids: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 10; pages++) {
      const { data } = await replicas.first.switchboard.query(
        'query ($orderBy: CallOrder!, $after: String) { calls(first: 2, orderBy: $orderBy, after: $after, filter: { providers: [AICALLER] }) { nodes { providerCallId } pageInfo { hasNextPage endCursor } } }',
        { orderBy, after },
        { 'cache-control': 'no-cache' },
      );
      ids.push(...data.calls.nodes.map(({ providerCallId }: { providerCallId: string }) => providerCallId));
      if (!data.calls.pageInfo.hasNextPage) break;
      after = data.calls.pageInfo.endCursor;
    }
    expect([ids.length, new Set(ids).size]).toEqual([6, 6]);
  });

  test('do not make dated calls cost more', async () => {
    serve(simulator(AICALLER), ...undated(60), ...dated(300));
    const fresh = await replicas.start();
    for (let times = 0; times < 5; times++) await feedPage(fresh, { first: 10, filter: { providers: ['AICALLER'] } });
    // The first page may need three, because nothing is known of the account.
    expect(simulator(AICALLER).requests.length).toBeLessThanOrEqual(3 + 4);
  });
});

describe('A contact centre list that returns less than its own total', () => {
  const rows = Array.from({ length: 60 }, (_, index): Row => ({ id: index + 1, started_at: HOUR_AGO / SECOND + index }));
  const answering = (page: number, body: Row) =>
    simulator(CONTACT_CENTER).faults.add({ fault: { kind: 'status', status: 200, body }, times: Infinity, when: ({ query }) => query.get('page') === String(page) });

  test('is read further, although it has no next page', async () => {
    [1, 2, 3].forEach((number) => answering(number, { calls: rows.slice(20 * (number - 1), 20 * number), meta: { total: 60, limit: 20, next: null } }));
    const answer = await page('CONTACT_CENTER', { first: 100 });
    expect([idsIn(answer).length, answer.totalCount]).toEqual([60, 60]);
  });

  test('is reported if it has no more rows', async () => {
    answering(1, { calls: rows.slice(0, 20), meta: { total: 60, limit: 20, next: null } });
    answering(2, { calls: [], meta: { total: 60, limit: 20, next: null } });
    const answer = await page('CONTACT_CENTER', { first: 100 });
    expect([idsIn(answer).length, answer.totalCount]).toEqual([20, null]);
    expect(sourceOf(answer, 'CONTACT_CENTER')).toMatchObject({ status: 'PARTIAL', code: 'LIST_CHANGED' });
  });
});

test('All Exotel calls of one second are returned, with any fraction of the second', async () => {
  const second = indianTime(HOUR_AGO);
  serve(simulator(EXOTEL), ...Array.from({ length: 220 }, (_, index): Row => ({ Sid: sid(index), DateCreated: `${second}.${index % 10}00+05:30`, Status: 'completed' })));
  const bodyOf = (from: number, after: string | null) => ({ Metadata: { NextPageUri: after && `/v1/Accounts/x/Calls.json?After=${after}` }, Calls: simulator(EXOTEL).rows.slice(from, from + 100) });
  [['', 0, 'A'], ['A', 100, 'B'], ['B', 200, null]].forEach(([cursor, from, next]) =>
    simulator(EXOTEL).faults.add({ fault: { kind: 'status', status: 200, body: bodyOf(Number(from), next as string | null) }, times: Infinity, when: ({ query }) => (query.get('After') ?? '') === cursor && !query.has('Sid') }),
  );
  const { createdAt } = (await page('EXOTEL', { first: 1 })).nodes[0] ?? {};
  const answer = await page('EXOTEL', { first: 500, filter: { createdAt: { from: createdAt ?? null, to: createdAt ?? null } } });
  expect([idsIn(answer).length, answer.totalCount]).toEqual([220, 220]);
});

test("A filter by one of Exotel's own directions finds the calls that have it", async () => {
  serve(simulator(EXOTEL), exotelRow(sid(1), ago(HOUR), { Direction: 'incoming' }), exotelRow(sid(2), ago(HOUR), { Direction: 'outbound-api' }));
  const answer = await feedPage(await replicas.start(), { first: 10, filter: { providers: ['EXOTEL'], exotel: { directions: ['INBOUND'] } } });
  expect(idsIn(answer)).toEqual([sid(1)]);
});

describe('A provider that fails on several pages in a row', () => {
  test('is asked again by a client that reads to the end, and no call is lost once it works again', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => exotelRow(sid(index), HOUR_AGO - index * SECOND));
    serve(simulator(EXOTEL), ...rows);
    serve(simulator(AICALLER), { ...AICALLER.row(1), createdAt: new Date(ago(2 * HOUR)).toISOString() });
    const fail = () => simulator(EXOTEL).faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
    const pages: FeedPage[] = [await feedPage(replicas.first, { first: 20 })];
    fail();
    for (let count = 1; pages.at(-1)?.pageInfo.hasNextPage; count++) {
      if (count === 4) simulator(EXOTEL).faults.clear();
      pages.push(await feedPage(replicas.first, { first: 20, after: pages.at(-1)?.pageInfo.endCursor ?? null }));
    }
    expect(idsIn(...pages).sort()).toEqual([...rows.map((row) => idOf(EXOTEL, row)), idOf(AICALLER, AICALLER.row(1))].sort());
  });

  test('and never recovers still lets the walk end', async () => {
    serve(simulator(EXOTEL), ...Array.from({ length: 40 }, (_, index) => exotelRow(sid(index), HOUR_AGO - index * SECOND)));
    simulator(EXOTEL).faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
    const pages = await feedPages(replicas.first, { first: 20 });
    expect(pages.length).toBeLessThan(10);
    expect(sourceOf(pages.at(-1) as FeedPage, 'EXOTEL')).toMatchObject({ status: 'FAILED', code: 'UNAVAILABLE' });
  });
});

test('A list with an unreadable row has no totalCount', async () => {
  serve(simulator(EXOTEL), exotelRow(sid(1), ago(HOUR)), { Status: 'completed' });
  expect((await page('EXOTEL', { first: 10 })).totalCount).toBeNull();
});
