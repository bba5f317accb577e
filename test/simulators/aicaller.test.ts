import { type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask, Clock, keepRows, START } from './asking.js';

const NEW_CALL = {
  teamId: 'team-1',
  callTemplateId: 'template-1',
  nameOfHuman: 'Ada',
  toPhoneNumber: '+12025550143',
  promptVariableValues: [{ key: 'customer_name', value: 'Ada' }],
};

const clock = new Clock();
let simulators: Simulators;
let aicaller: Simulator;
let restore: () => void;

beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now, calls: 300 });
  aicaller = simulators.aicaller;
  restore = keepRows(aicaller);
});
beforeEach(() => {
  clock.time = START;
  restore();
});
afterAll(() => simulators.close());

const list = (query: Record<string, string> = {}) => ask(aicaller, `/v1/phoneCalls?${new URLSearchParams(query).toString()}`);
const place = (body: unknown) =>
  ask(aicaller, '/v1/phoneCalls', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const read = async (id: unknown) => (await ask(aicaller, `/v1/phoneCalls/${String(id)}`)).body.data;

describe('AICaller lists calls', () => {
  test('all at once, and not in the order of creation', async () => {
    const { status, body } = await list();
    const created = body.data.map((row) => String(row['createdAt']));
    expect(status).toBe(200);
    expect(created).toHaveLength(300);
    expect(created).not.toEqual([...created].sort());
    expect(created).not.toEqual([...created].sort().reverse());
    expect((await list()).body).toEqual(body);
  });

  test('strictly between two dates', async () => {
    const times = [...new Set(aicaller.rows.map((row) => String(row['createdAt'])))].sort();
    const fromDate = times[10] ?? '';
    const toDate = times[20] ?? '';
    const { body } = await list({ fromDate, toDate });
    expect([...new Set(body.data.map((row) => String(row['createdAt'])))].sort()).toEqual(times.slice(11, 20));
  });

  test.each(['callTemplateId', 'phoneNumberId', 'toPhoneNumber', 'status', 'fileId'])('by %s', async (name) => {
    const wanted = aicaller.rows.find((row) => row[name] !== undefined)?.[name];
    const { body } = await list({ [name]: String(wanted) });
    expect(body.data).toHaveLength(aicaller.rows.filter((row) => row[name] === wanted).length);
    expect(new Set(body.data.map((row) => row[name]))).toEqual(new Set([wanted]));
  });

  test('by either spelling of canceled, each with only its own calls', async () => {
    for (const status of ['canceled', 'cancelled']) {
      const { body } = await list({ status });
      expect(body.data.length).toBeGreaterThan(0);
      expect(new Set(body.data.map((row) => row['status']))).toEqual(new Set([status]));
    }
  });

  test('with rows that a test added, including broken ones', async () => {
    aicaller.rows.length = 0;
    aicaller.rows.push({ _id: 'x', createdAt: 'yesterday', status: 7 }, null as never);
    const { body } = await list({ fromDate: '2026-01-01T00:00:00Z' });
    expect(body.data).toHaveLength(2);
  });

  test.each([
    ['fromDate', '2026-01-01'],
    ['fromDate', '2026-01-01T00:00:00+01:00'],
    ['toDate', '2026-13-01T00:00:00Z'],
    ['toPhoneNumber', '12025550143'],
    ['toPhoneNumber', '+12025550143,+12025550144'],
    ['status', 'no-answer'],
    ['status', 'busy,failed'],
    ['limit', '10'],
    ['fileId', ''],
  ])('but refuses %s=%s with 400', async (name, value) => {
    const { status, text } = await list({ [name]: value });
    expect(status).toBe(400);
    expect(text).toContain(name);
  });
});

describe('AICaller gets one call', () => {
  test('wrapped in data, with the secret of its webhook in plain text', async () => {
    const withWebhook = aicaller.rows.find((row) => row['phoneCallWebhooks'] !== undefined);
    expect(await read(withWebhook?.['_id'])).toEqual(withWebhook);
    expect(JSON.stringify(await read(withWebhook?.['_id']))).toContain('"secret":"sim-secret-');
  });

  test('and answers 404 for an unknown id', async () => {
    const reply = await ask(aicaller, '/v1/phoneCalls/nobody');
    expect(reply).toMatchObject({ status: 404, body: { message: 'Phone call not found' } });
  });
});

describe('AICaller places a call', () => {
  test('and answers 200 with only the documented fields', async () => {
    const { status, body } = await place(NEW_CALL);
    const at = new Date(clock.time).toISOString();
    expect(status).toBe(200);
    expect(body.data).toEqual({
      ...NEW_CALL, status: 'queued', record: false, _id: expect.any(String), createdAt: at, updatedAt: at,
    });
    expect(aicaller.rows).toHaveLength(301);
  });

  test('that rings, is answered and ends over time', async () => {
    const { _id } = (await place({ ...NEW_CALL, record: true })).body.data;
    expect(await read(_id)).toMatchObject({ status: 'queued' });
    clock.advance(2);
    expect(await read(_id)).toMatchObject({ status: 'ringing', fromPhoneNumber: expect.stringMatching(/^\+/) });
    clock.advance(3);
    expect(await read(_id)).toMatchObject({ status: 'inProgress', callStartedAt: '2026-03-18T12:00:05.500Z' });
    clock.advance(15);
    expect(await read(_id)).toMatchObject({
      status: 'completed',
      callEndedAt: '2026-03-18T12:00:20.500Z',
      callDuration: 15,
      statusExtraInfo: { statusCode: 'ENDED_NORMALLY' },
      recordingUrl: expect.stringContaining(String(_id)),
    });
  });

  test('that waits until callDelayedUntil', async () => {
    const { _id } = (await place({ ...NEW_CALL, callDelayedUntil: '2026-03-18T13:00:00Z' })).body.data;
    clock.advance(3_599);
    expect(await read(_id)).toMatchObject({ status: 'queued' });
    clock.advance(3);
    expect(await read(_id)).toMatchObject({ status: 'ringing', callTriggeredAt: '2026-03-18T13:00:02.000Z' });
  });

  test('that keeps the status that a test has set', async () => {
    const { _id } = (await place(NEW_CALL)).body.data;
    Object.assign(aicaller.rows.at(-1) ?? {}, { status: 'busy' });
    clock.advance(60);
    expect(await read(_id)).toMatchObject({ status: 'busy' });
  });

  test('with every optional field', async () => {
    const call = {
      ...NEW_CALL,
      phoneNumberId: 'number-1',
      fromPhoneNumber: '+12025550100',
      toEmailAddress: 'ada@example.com',
      status: 'queued',
      telephonyProvider: 'telnyx',
      record: true,
      callDelayedUntil: '2026-03-19T09:00:00.000Z',
      phoneCallWebhooks: [{ url: 'https://hooks.example.com/', subscribedEvent: 'phoneCall.completed', secret: 's' }],
    };
    expect((await place(call)).body.data).toMatchObject(call);
  });

  test.each([
    ['teamId', { teamId: undefined }],
    ['nameOfHuman', { nameOfHuman: '' }],
    ['toPhoneNumber', { toPhoneNumber: '2025550143' }],
    ['promptVariableValues', { promptVariableValues: [{ key: 'a' }] }],
    ['telephonyProvider', { telephonyProvider: 'TWILIO' }],
    ['status', { status: 'IN_PROGRESS' }],
    ['record', { record: 'yes' }],
    ['callDelayedUntil', { callDelayedUntil: '2026-03-19 09:00' }],
    ['phoneCallWebhooks', { phoneCallWebhooks: [{ url: 'hooks' }] }],
    ['idempotencyKey', { idempotencyKey: 'k' }],
    ['constructor', { constructor: 'k' }],
  ])('but refuses a wrong %s with 400 and places nothing', async (name, wrong) => {
    const { status, text } = await place({ ...NEW_CALL, ...wrong });
    expect(status).toBe(400);
    expect(text).toContain(name);
    expect(aicaller.rows).toHaveLength(300);
  });

  test.each(['{', '[]', 'null'])('but refuses the body %s with 400', async (body) => {
    expect(await place(body)).toMatchObject({ status: 400 });
  });
});

test('AICaller refuses a wrong key with 401', async () => {
  const reply = await ask(aicaller, '/v1/phoneCalls', { headers: { 'aicaller-api-key': 'wrong' } });
  expect(reply).toMatchObject({ status: 401, body: { message: 'Invalid API key' } });
});
