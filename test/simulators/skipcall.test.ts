import { type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask, Clock } from './asking.js';

let simulators: Simulators;
let skipcall: Simulator;

beforeAll(async () => {
  simulators = await startSimulators({ now: new Clock().now, calls: 300 });
  skipcall = simulators.skipcall;
});
afterAll(() => simulators.close());

test('Skipcall answers with the call itself', async () => {
  const [row] = skipcall.rows;
  const { status, body } = await ask(skipcall, `/v1/calls/${String(row?.['id'])}`);
  expect(status).toBe(200);
  expect(body).toEqual(row);
});

test('Skipcall answers 404 for an unknown call, and has no list', async () => {
  expect(await ask(skipcall, '/v1/calls/123e4567-e89b-12d3-a456-426614174000')).toMatchObject({ status: 404 });
  expect(await ask(skipcall, '/v1/calls')).toMatchObject({ status: 404 });
  expect(await ask(skipcall, '/v1/calls/%E0%A4%A')).toMatchObject({ status: 404 });
});

test('Skipcall refuses all parameters, because none is documented, and other methods', async () => {
  const path = `/v1/calls/${String(skipcall.rows[0]?.['id'])}`;
  expect(await ask(skipcall, `${path}?expand=contact`)).toMatchObject({ status: 400 });
  expect(await ask(skipcall, path, { method: 'POST' })).toMatchObject({ status: 405 });
});

test('Skipcall refuses a wrong key with its own 401', async () => {
  const { status, body } = await ask(skipcall, '/v1/calls/x', { headers: { authorization: 'Bearer sk_live_wrong' } });
  expect(status).toBe(401);
  expect(body).toEqual({ code: 'API_KEY_INVALID', details: null });
});

test('Skipcall counts the remaining requests until the end of the minute, in epoch seconds', async () => {
  skipcall.requests.length = 0;
  const first = await ask(skipcall, '/v1/calls/x');
  const second = await ask(skipcall, '/v1/calls/x');
  expect(first.headers.get('x-ratelimit-limit')).toBe('1000');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('999');
  expect(second.headers.get('x-ratelimit-remaining')).toBe('998');
  expect(second.headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-03-18T12:01:00Z') / 1_000));
});

test('Skipcall has calls that never started, unknown contacts, deleted calls, and calls with only the required fields', () => {
  const has = (test: (row: Record<string, unknown>) => boolean) => skipcall.rows.some(test);
  expect(has((row) => row['startedAt'] === null && row['endedAt'] === null && row['status'] === 'missed')).toBe(true);
  expect(has((row) => (row['contact'] as { isUnknown: boolean; firstName: unknown }).isUnknown)).toBe(true);
  expect(has((row) => typeof row['deletedAt'] === 'string')).toBe(true);
  expect(has((row) => !('updatedAt' in row))).toBe(true);
});
