import { type Row, type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask, Clock, keepRows } from './asking.js';

let simulators: Simulators;
let twilio: Simulator;
let account: string;
let restore: () => void;

interface Page {
  readonly calls: Row[];
  readonly recordings: Row[];
  readonly next_page_uri: string | null;
}

beforeAll(async () => {
  simulators = await startSimulators({ now: new Clock().now, calls: 300 });
  twilio = simulators.twilio;
  account = `/2010-04-01/Accounts/${twilio.credentials['TWILIO_ACCOUNT_SID']}`;
  restore = keepRows(twilio);
});
afterEach(() => restore());
afterAll(() => simulators.close());

const get = async (path: string, query: Record<string, string> = {}) => {
  const { status, body } = await ask(twilio, `${account}${path}?${new URLSearchParams(query).toString()}`);
  return { status, body: body as unknown as Page };
};
const sids = async (query: Record<string, string>) => (await get('/Calls.json', query)).body.calls.map(({ sid }) => sid).sort();
const serve = (...rows: Row[]) => void twilio.rows.splice(0, Infinity, ...rows.map((row) => ({ status: 'completed', recordings: [], ...row })));

test('Twilio lists calls by the UTC days of their start: on or after one day, and before another', async () => {
  serve(
    { sid: 'CA1', start_time: 'Sat, 28 Feb 2026 23:59:59 +0000' },
    { sid: 'CA2', start_time: 'Sun, 01 Mar 2026 00:00:00 +0000' },
    { sid: 'CA3', start_time: 'Mon, 02 Mar 2026 00:00:00 +0000' },
    { sid: 'CA4', start_time: null, status: 'queued' },
    { sid: 'CA5', start_time: null, status: 'canceled' },
  );
  expect(await sids({ 'StartTime>': '2026-03-01', 'StartTime<': '2026-03-02' })).toEqual(['CA2']);
  expect(await sids({ StartTime: '2026-03-02' })).toEqual(['CA3']);
  expect(await sids({ Status: 'queued' })).toEqual(['CA4']);
  expect(await sids({ 'StartTime>': '2020-01-01' })).toEqual(['CA1', 'CA2', 'CA3']);
});

test('Twilio pages by a token, in an order that has nothing to do with time', async () => {
  const seen: Row[] = [];
  let next: string | null = `${account}/Calls.json?PageSize=70`;
  while (next !== null) {
    const { body } = await ask(twilio, next);
    const page = body as unknown as Page;
    seen.push(...page.calls);
    next = page.next_page_uri;
  }
  expect(new Set(seen.map(({ sid }) => sid)).size).toBe(twilio.rows.length);
  expect(seen).toHaveLength(twilio.rows.length);
  const times = seen.map(({ date_created: created }) => Date.parse(String(created)));
  expect(times).not.toEqual([...times].sort((a, b) => b - a));
  expect(seen.some((row) => 'recordings' in row)).toBe(false);
});

test('Twilio lists recordings of the account by day, and those of a call', async () => {
  const row = twilio.rows.find(({ recordings }) => (recordings as Row[]).length > 0) ?? {};
  const [recording] = row['recordings'] as Row[];
  expect((await get(`/Calls/${String(row['sid'])}/Recordings.json`)).body.recordings).toEqual([recording]);
  const day = new Date(String(recording?.['date_created'])).toISOString().slice(0, 10);
  expect((await get('/Recordings.json', { DateCreated: day, PageSize: '1000' })).body.recordings).toContainEqual(recording);
});

test.each<[string, Record<string, string>]>([
  ['an unknown parameter', { Sids: 'CA1' }],
  ['an instant instead of a day', { 'StartTime>': '2026-03-01T00:00:00Z' }],
  ['a status that Twilio does not have', { Status: 'cancelled' }],
  ['several statuses', { Status: 'busy,failed' }],
  ['too large a page', { PageSize: '1001' }],
  ['a page without its token', { Page: '1' }],
  ['a made-up token', { Page: '1', PageToken: 'x' }],
])('Twilio refuses %s', async (_, query) => {
  expect(await get('/Calls.json', query)).toMatchObject({ status: 400, body: { code: 20001, status: 400 } });
});

test('Twilio answers 404 for an unknown call or account, and 401 for wrong credentials', async () => {
  expect(await get(`/Calls/CA${'f'.repeat(32)}.json`)).toMatchObject({ status: 404, body: { code: 20404 } });
  expect(await ask(twilio, '/2010-04-01/Accounts/AC1/Calls.json')).toMatchObject({ status: 404 });
  expect(await ask(twilio, `${account}/Calls.json`, { headers: { authorization: 'Basic x' } })).toMatchObject({ status: 401, body: { code: 20003 } });
});

test("Twilio carries Skipcall's calls: the same ids, numbers and times", () => {
  const legs = new Map(twilio.rows.map((row) => [row['sid'], row]));
  const carried = simulators.skipcall.rows.filter((row) => typeof row['userProviderSid'] === 'string');
  expect(carried.length).toBeGreaterThan(100);
  for (const row of carried) {
    const leg = legs.get(row['userProviderSid']);
    const numbers = [row['phoneNumber'], row['callerPhoneNumber']].map((number) => (number as { value: string }).value).sort();
    expect([leg?.['from'], leg?.['to']].sort()).toEqual(numbers);
    expect(Math.abs(Date.parse(String(leg?.['date_created'])) - Date.parse(String(row['createdAt'])))).toBeLessThan(1000);
  }
});
