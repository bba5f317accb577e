import { type Row, type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask as askAny, Clock, keepRows, START } from './asking.js';

const DAY = 24 * 60 * 60 * 1000;
let simulators: Simulators;
let plivo: Simulator;
let restore: () => void;

interface Page {
  api_id: string;
  meta: { limit: number; offset: number; total_count: number; next: string | null; previous: string | null };
  objects: Row[];
  calls: unknown[];
  error: string;
}

beforeAll(async () => {
  simulators = await startSimulators({ now: new Clock().now, calls: 400 });
  plivo = simulators.plivo;
  restore = keepRows(plivo);
});
afterEach(() => restore());
afterAll(() => simulators.close());

const account = () => plivo.credentials['PLIVO_AUTH_ID'] ?? '';
const ask = async (path: string, init?: RequestInit) => {
  const { status, body } = await askAny(plivo, `/v1/Account/${account()}${path}`, init);
  return { status, body: body as unknown as Page & Row };
};
const list = (parameters: Record<string, string | number>, resource = 'Call') => ask(`/${resource}/?${new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)])).toString()}`);
const written = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
const span = (field: string, from: number, to: number) => ({ [`${field}__gte`]: written(from), [`${field}__lt`]: written(to) });
const isEnded = (row: Row) => typeof row['end_time'] === 'string';
const readTime = (value: unknown) => Date.parse(String(value).replace(' ', 'T'));
const endOf = (row: Row) => readTime(row['end_time']);

describe('The list', () => {
  test('has the calls that ended in a span, without their recordings', async () => {
    const { body } = await list(span('end_time', START - 20 * DAY, START));
    const expected = plivo.rows.filter((row) => isEnded(row) && endOf(row) >= START - 20 * DAY && endOf(row) < START);
    expect(body.meta).toEqual({ limit: 20, offset: 0, total_count: expected.length, next: expect.stringContaining('offset=20'), previous: null });
    expect(body.objects).toHaveLength(20);
    for (const object of body.objects) {
      const { recordings: _, ...row } = expected.find((one) => one['call_uuid'] === object['call_uuid']) ?? {};
      expect(object).toEqual(row);
    }
  });

  test('has the last seven days without a span', async () => {
    const { body } = await list({});
    expect(body.meta.total_count).toBe(plivo.rows.filter((row) => isEnded(row) && endOf(row) >= START - 7 * DAY && endOf(row) <= START).length);
  });

  test('has every call once on pages in no order of time', async () => {
    const period = span('end_time', START - 29 * DAY, START);
    const ids: unknown[] = [];
    const times: number[] = [];
    for (let offset = 0, total = 1; offset < total; offset += 20) {
      const { body } = await list({ ...period, offset });
      total = body.meta.total_count;
      ids.push(...body.objects.map((row) => row['call_uuid']));
      times.push(...body.objects.map(endOf));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(times).not.toEqual([...times].sort((a, b) => a - b));
    expect(times).not.toEqual([...times].sort((a, b) => b - a));
  });

  test('has nothing older than ninety days', async () => {
    const old = { ...(plivo.rows.find(isEnded) as Row), call_uuid: 'old', end_time: '2025-12-10 10:00:00+05:30' };
    plivo.rows.push(old);
    const { body } = await list(span('end_time', readTime(old.end_time) - DAY, readTime(old.end_time) + DAY));
    expect(body.meta.total_count).toBe(0);
    expect((await ask('/Call/old/')).status).toBe(404);
  });

  test('is filtered by direction, and by the beginning of a number as it is written', async () => {
    const period = span('end_time', START - 29 * DAY, START);
    const outbound = await list({ ...period, call_direction: 'outbound' });
    expect(new Set(outbound.body.objects.map((row) => row['call_direction']))).toEqual(new Set(['outbound']));
    for (const beginning of ['+1', '1']) {
      const { objects } = (await list({ ...period, from_number: beginning })).body;
      expect(objects.length).toBeGreaterThan(0);
      for (const row of objects) expect(String(row['from_number']).startsWith(beginning)).toBe(true);
    }
  });

  test.each<[string, Record<string, number>, (talkTime: number) => boolean]>([
    ['at least', { bill_duration__gte: 60 }, (talkTime) => talkTime >= 60],
    ['more than', { bill_duration__gt: 60 }, (talkTime) => talkTime > 60],
    ['less than', { bill_duration__lt: 60 }, (talkTime) => talkTime < 60],
    ['at most', { bill_duration__lte: 60 }, (talkTime) => talkTime <= 60],
    ['some', { bill_duration__gte: 30, bill_duration__lt: 90 }, (talkTime) => talkTime >= 30 && talkTime < 90],
  ])('is filtered by %s talk time', async (_, parameters, passes) => {
    const all = plivo.rows.filter((row) => isEnded(row) && endOf(row) >= START - 29 * DAY && endOf(row) < START);
    const expected = all.filter((row) => passes(Number(row['bill_duration'])));
    expect((await list({ ...span('end_time', START - 29 * DAY, START), ...parameters })).body.meta.total_count).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.length);
  });

  test('has a row without a talk time only if it is not filtered by it', async () => {
    plivo.rows.splice(0, Infinity, { call_uuid: 'a', end_time: null, bill_duration: null });
    expect((await list({})).body.meta.total_count).toBe(1);
    expect((await list({ bill_duration__lt: 60 })).body.meta.total_count).toBe(0);
  });

  test('has a row without a readable time in every span', async () => {
    plivo.rows.splice(0, Infinity, { call_uuid: 'a', end_time: null }, null as unknown as Row);
    expect((await list(span('end_time', START - 60 * DAY, START - 40 * DAY))).body.meta.total_count).toBe(2);
  });
});

describe('Refused is', () => {
  test.each<[string, Record<string, string | number>]>([
    ['a span of more than thirty days', span('end_time', START - 31 * DAY, START)],
    ['more than twenty rows', { limit: 21 }],
    ['no rows', { limit: 0 }],
    ['a parameter that is not documented', { order_by: 'end_time' }],
    ['a filter by the beginning of a call', { initiation_time__gte: '2026-03-18 10:00' }],
    ['a time with a zone', { end_time__gte: '2026-03-18T10:00:00Z' }],
    ['a direction in another word', { call_direction: 'OUTBOUND' }],
    ['a talk time that is no number', { bill_duration__gte: '1m' }],
    ['another view', { status: 'ended' }],
    ['a page of the live calls', { status: 'live', limit: 20 }],
  ])('%s', async (_, parameters) => {
    const { status, body } = await list(parameters);
    expect([status, body]).toEqual([400, { api_id: expect.any(String), error: expect.any(String) }]);
  });

  test('a path without its trailing slash', async () => {
    expect((await ask('/Call')).status).toBe(404);
    expect((await ask(`/Call/${String(plivo.rows[0]?.['call_uuid'])}`)).status).toBe(404);
  });

  test('another account, and wrong credentials', async () => {
    expect((await askAny(plivo, '/v1/Account/MAANOTHER/Call/')).status).toBe(404);
    expect((await ask('/Call/', { headers: { authorization: 'Basic d3Jvbmc6d3Jvbmc=' } })).status).toBe(401);
  });

  test('a span of more than thirty days of recordings', async () => {
    expect((await list(span('add_time', START - 31 * DAY, START), 'Recording')).status).toBe(400);
  });
});

describe('A call', () => {
  test('that is over is found by its id, and not among the others', async () => {
    const [row = {}] = plivo.rows;
    const path = `/Call/${String(row['call_uuid'])}/`;
    expect((await ask(path)).body).toMatchObject({ call_uuid: row['call_uuid'], end_time: row['end_time'] });
    expect((await ask(`${path}?status=live`)).status).toBe(404);
  });

  test.each(['live', 'queued'])('that is %s is found in its view, and not among those that are over', async (view) => {
    const { body } = await list({ status: view });
    const [id] = body.calls;
    expect(body.calls.length).toBeGreaterThan(0);
    expect((await ask(`/Call/${String(id)}/?status=${view}`)).body).toMatchObject({ call_uuid: id, call_status: expect.any(String), session_start: expect.stringMatching(/^[\d-]{10} [\d:.]{15}$/) });
    expect((await ask(`/Call/${String(id)}/`)).status).toBe(404);
  });
});

describe('The recordings', () => {
  const shared = () => plivo.rows.flatMap((row) => (row['recordings'] ?? []) as Row[]);

  test('are listed by the time when they were added, and by their call', async () => {
    const [recording = {}] = shared();
    const addedAt = readTime(recording['add_time']);
    const { body } = await list({ call_uuid: String(recording['call_uuid']), ...span('add_time', addedAt - DAY, addedAt + DAY) }, 'Recording');
    expect(body.objects).toEqual([recording]);
    expect((await list({ call_uuid: String(recording['call_uuid']), ...span('add_time', addedAt + DAY, addedAt + 2 * DAY) }, 'Recording')).body.objects).toEqual([]);
  });

  test('are found by their id', async () => {
    const [recording = {}] = shared();
    expect((await ask(`/Recording/${String(recording['recording_id'])}/`)).body).toMatchObject({ call_uuid: recording['call_uuid'] });
    expect((await ask('/Recording/unknown/')).status).toBe(404);
  });

  test("are those of the contact centre, on the leg of the same person that began at almost the same time", () => {
    const parents = new Map(plivo.rows.flatMap((row) => ((row['recordings'] ?? []) as Row[]).map((recording) => [recording['recording_url'], row])));
    const theirs = simulators.contactCenter.rows.filter((row) => (row['recordings'] as Row[]).length > 0 && Number(row['started_at']) * 1000 > START - 88 * DAY);
    expect(theirs.length).toBeGreaterThan(50);
    for (const row of theirs) {
      const parent = parents.get((row['recordings'] as Row[])[0]?.['url']);
      expect(parent).toMatchObject({ parent_call_uuid: null, call_direction: row['is_inbound'] ? 'inbound' : 'outbound' });
      expect(Math.abs(readTime(parent?.['initiation_time']) - Number(row['started_at']) * 1000)).toBeLessThanOrEqual(3000);
      const contact = row['contact'] as Row | null;
      const number = String(parent?.[row['is_inbound'] ? 'from_number' : 'to_number']).replace('+', '');
      if (contact) expect(number).toBe(contact['number']);
    }
  });
});

test('Some calls have legs that they dialled, and numbers come with and without a plus', () => {
  const ids = new Set(plivo.rows.map((row) => row['call_uuid']));
  const children = plivo.rows.filter((row) => typeof row['parent_call_uuid'] === 'string');
  expect(children.length).toBeGreaterThan(20);
  for (const child of children) expect(ids.has(child['parent_call_uuid'])).toBe(true);
  expect(new Set(plivo.rows.filter(isEnded).map((row) => String(row['from_number']).startsWith('+')))).toEqual(new Set([true, false]));
});
