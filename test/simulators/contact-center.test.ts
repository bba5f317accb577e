import { type Row, type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask, Clock, keepRows } from './asking.js';

const CALL_TYPES = [
  'all_inbound', 'inbound_answered', 'inbound_answered_within_sla', 'inbound_answered_but_not_within_sla',
  'inbound_ivr_exit', 'abandoned', 'callback', 'overflowed', 'all_outbound', 'outbound_answered',
  'outbound_not_answered', 'transfer', 'warm_transfer', 'out_of_business_hours', 'short_abandoned',
  'automated_callback', 'short_abandoned_distributed', 'abandoned_distributed',
];

let simulators: Simulators;
let contactCenter: Simulator;
let restore: () => void;

beforeAll(async () => {
  simulators = await startSimulators({ now: new Clock().now, calls: 600 });
  contactCenter = simulators.contactCenter;
  restore = keepRows(contactCenter);
});
afterEach(() => restore());
afterAll(() => simulators.close());

const list = (query: Record<string, string> = {}) => ask(contactCenter, `/calls/?${new URLSearchParams(query).toString()}`);
const listed = async (query: Record<string, string>) => (await list({ limit: '1000', ...query })).body.calls;
const idOf = (value: unknown) => (value as { id: number } | null | undefined)?.id;

describe('The contact centre pages', () => {
  test('newest first, a hundred at a time', async () => {
    const { status, body } = await list();
    const ids = body.calls.map((row) => Number(row['id']));
    expect(status).toBe(200);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(body.meta).toEqual({ page: 1, limit: 100, total: 600, next: '/api/v1/calls/?page=2', previous: null });
  });

  test('up to the last page, and beyond it', async () => {
    expect((await list({ page: '6' })).body.meta).toMatchObject({ next: null, previous: '/api/v1/calls/?page=5' });
    expect((await list({ page: '7' })).body).toMatchObject({ calls: [], meta: { next: null } });
  });

  test('with links that work, but without limit and filters', async () => {
    const { body } = await list({ limit: '10', callType: 'all_inbound' });
    const next = await ask(contactCenter, body.meta.next ?? '');
    expect(next.body.meta).toMatchObject({ page: 2, limit: 100, total: 600 });
  });
});

describe('The contact centre filters', () => {
  test.each(CALL_TYPES)('by callType %s, which only some calls have', async (callType) => {
    const { total } = (await list({ callType })).body.meta;
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(600);
  });

  test('by start day in UTC, including the whole last day', async () => {
    contactCenter.rows.length = 0;
    const starts = ['2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z', '2026-03-03T23:59:59Z', '2026-03-04T00:00:00Z'];
    for (const [id, at] of starts.entries()) {
      contactCenter.rows.push({ id, started_at: Date.parse(at) / 1_000 });
    }
    const ids = async (query: Record<string, string>) => (await listed(query)).map((row) => row['id']);
    expect(await ids({ dateFrom: '2026-03-02', dateTo: '2026-03-03' })).toEqual([2, 1]);
    expect(await ids({ dateFrom: '2026-03-02T01:00:00+01:00', dateTo: '2026-03-03T23:59:58Z' })).toEqual([1]);
  });

  test.each([
    ['ringGroupId', 'ring_group'],
    ['ivrId', 'ivr'],
    ['numberIds', 'number'],
    ['dispositionIds', 'disposition'],
  ])('by %s', async (parameter, name) => {
    const calls = await listed({ [parameter]: '2' });
    expect(calls).toHaveLength(contactCenter.rows.filter((row) => idOf(row[name]) === 2).length);
    expect(new Set(calls.map((row) => idOf(row[name])))).toEqual(new Set([2]));
  });

  test('by several ids at once', async () => {
    const calls = await listed({ numberIds: '1,3' });
    expect(new Set(calls.map((row) => idOf(row['number'])))).toEqual(new Set([1, 3]));
  });

  test('by agent and by contact list', async () => {
    const byAgent = await listed({ agentId: '5' });
    expect(byAgent.length).toBeGreaterThan(0);
    expect(byAgent.every((row) => (row['agents'] as number[]).includes(5))).toBe(true);
    const byList = await listed({ listId: '2' });
    expect(byList.length).toBeGreaterThan(0);
    expect(byList.every((row) => (row['contact'] as { list_ids: number[] }).list_ids.includes(2))).toBe(true);
  });

  test('by survey, although no call has one', async () => {
    const all = await listed({ surveyIds: '1,2,3,4' });
    expect(all.length).toBeGreaterThan(100);
    expect((await listed({ surveyIds: '1' })).length).toBeLessThan(all.length);
  });
});

describe('The contact centre refuses', () => {
  test.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['page', '0'],
    ['page', 'two'],
    ['dateFrom', '01/08/2025'],
    ['dateTo', '2025-02-30'],
    ['numberIds', '1,x'],
    ['agentId', '1,2'],
    ['callType', 'ALL_INBOUND'],
    ['date_from', '2025-08-01'],
  ])('%s=%s with 400', async (name, value) => {
    const { status, text } = await list({ [name]: value });
    expect(status).toBe(400);
    expect(text).toContain(name);
  });

  test('a path without its trailing slash with 404', async () => {
    expect(await ask(contactCenter, '/calls')).toMatchObject({ status: 404 });
  });

  test('a wrong token with 401, and another method with 405', async () => {
    expect(await ask(contactCenter, '/calls/', { headers: { 'access-token': 'wrong' } })).toMatchObject({ status: 401 });
    expect(await ask(contactCenter, '/calls/', { method: 'DELETE' })).toMatchObject({ status: 405 });
  });
});

test('The contact centre writes numbers without a plus, and times in whole seconds', () => {
  for (const row of contactCenter.rows) {
    const contact = row['contact'] as Record<string, string> | null;
    if (contact) expect(contact['number']).toBe(`${contact['number_country_code']}${contact['national_number']}`);
    expect((row['number'] as Row)['number']).toMatch(/^\d+$/);
    expect(Number.isInteger(row['started_at'])).toBe(true);
  }
});
