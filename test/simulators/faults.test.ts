import { type Fault, type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask } from './asking.js';

const PATH = '/v1/phoneCalls';

let simulators: Simulators;
let aicaller: Simulator;

beforeEach(async () => {
  simulators = await startSimulators({ calls: 20 });
  aicaller = simulators.aicaller;
});
afterEach(() => simulators.close());

const strike = (fault: Fault, path = PATH) => {
  aicaller.faults.add({ fault });
  return ask(aicaller, path);
};
const place = () =>
  ask(aicaller, PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      teamId: 't', callTemplateId: 'c', nameOfHuman: 'Ada', toPhoneNumber: '+12025550143', promptVariableValues: [],
    }),
  });

describe('A simulator', () => {
  test('records each request unchanged', async () => {
    await ask(aicaller, `${PATH}?toPhoneNumber=%2B12025550143`, { headers: { 'x-request-id': '7' } });
    expect(aicaller.requests).toHaveLength(1);
    expect(aicaller.requests[0]).toMatchObject({
      method: 'GET',
      path: PATH,
      rawUrl: `${PATH}?toPhoneNumber=%2B12025550143`,
      body: '',
      headers: { 'x-request-id': '7' },
      at: expect.any(Number),
    });
    expect(aicaller.requests[0]?.query.get('toPhoneNumber')).toBe('+12025550143');
  });

  test("answers as configured, by default with the vendor's error envelope", async () => {
    expect(await strike({ kind: 'status', status: 503 })).toMatchObject({ status: 503, body: { message: expect.any(String) } });
    expect(await strike({ kind: 'status', status: 400, body: 'plain' })).toMatchObject({ status: 400, text: 'plain' });
    const limited = await strike({ kind: 'status', status: 429, body: { slow: true }, headers: { 'retry-after': '3' } });
    expect(limited).toMatchObject({ status: 429, body: { slow: true } });
    expect(limited.headers.get('retry-after')).toBe('3');
  });

  test('applies a fault to the configured number of matching requests, then works again', async () => {
    aicaller.faults.add({ fault: { kind: 'status', status: 500 }, times: 2, when: ({ path }) => path === PATH });
    const statuses = [];
    for (const path of [PATH, `${PATH}/x`, PATH, PATH]) statuses.push((await ask(aicaller, path)).status);
    expect(statuses).toEqual([500, 404, 500, 200]);
  });

  test('applies an endless fault until it is removed', async () => {
    aicaller.faults.add({ fault: { kind: 'status', status: 500 }, times: Infinity });
    expect([(await ask(aicaller, PATH)).status, (await ask(aicaller, PATH)).status]).toEqual([500, 500]);
    aicaller.faults.clear();
    expect((await ask(aicaller, PATH)).status).toBe(200);
  });

  test('sends HTML, broken JSON, and redirects', async () => {
    const html = await strike({ kind: 'html' });
    expect(html.headers.get('content-type')).toContain('text/html');
    const { status, headers, text } = await strike({ kind: 'malformed-json' });
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('application/json')]);
    expect(() => JSON.parse(text) as unknown).toThrow();
    const moved = await strike({ kind: 'redirect', location: 'https://elsewhere.example.com/' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://elsewhere.example.com/']);
  });

  test('drops connections before the answer and in the middle of it', async () => {
    await expect(strike({ kind: 'reset' })).rejects.toThrow();
    await expect(strike({ kind: 'reset-mid-body' })).rejects.toThrow();
    aicaller.faults.add({ fault: { kind: 'reset-mid-body' } });
    expect((await fetch(aicaller.url + PATH, { headers: { 'aicaller-api-key': 'sim-aicaller-key' } })).status).toBe(200);
  });

  test('sends the configured number of bytes', async () => {
    const { text } = await strike({ kind: 'oversized', bytes: 300_000 });
    expect(text.length).toBeGreaterThanOrEqual(300_000);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test('answers normally after a delay', async () => {
    expect((await strike({ kind: 'delay', milliseconds: 20 })).body.data).toHaveLength(20);
  });

  test('never answers a hanging request, and still closes', async () => {
    const hanging = expect(strike({ kind: 'hang' })).rejects.toThrow();
    const delayed = expect(strike({ kind: 'delay', milliseconds: 3_600_000 })).rejects.toThrow();
    while (aicaller.requests.length < 2) await new Promise(setImmediate);
    await simulators.close();
    await Promise.all([hanging, delayed]);
  });

  test('places the call and then fails or drops the connection', async () => {
    aicaller.faults.add({ fault: { kind: 'answer-then-fail', status: 502 } });
    expect((await place()).status).toBe(502);
    expect(aicaller.rows).toHaveLength(21);
    aicaller.faults.add({ fault: { kind: 'act-then-reset' } });
    await expect(place()).rejects.toThrow();
    expect(aicaller.rows).toHaveLength(22);
  });

  test('does not place the call if it fails before', async () => {
    aicaller.faults.add({ fault: { kind: 'reset' } });
    await expect(place()).rejects.toThrow();
    expect(aicaller.rows).toHaveLength(20);
  });
});

describe('Over HTTP, faults', () => {
  const control = (method: string, body?: unknown) =>
    fetch(`${aicaller.url}/_simulator/faults`, { method, body: JSON.stringify(body) }).then(({ status }) => status);

  test('are added and removed without credentials, and the requests are not recorded', async () => {
    expect(await control('POST', { kind: 'status', status: 429, times: 3, path: '/v1/phoneCalls/' })).toBe(201);
    expect(aicaller.requests).toEqual([]);
    expect((await ask(aicaller, PATH)).status).toBe(200);
    expect((await ask(aicaller, `${PATH}/x`)).status).toBe(429);
    expect(await control('DELETE')).toBe(200);
    expect((await ask(aicaller, `${PATH}/x`)).status).toBe(404);
  });

  test.each([
    [{ kind: 'explode' }],
    [{ kind: 'status' }],
    [{ kind: 'status', status: 99 }],
    [{ kind: 'delay', milliseconds: 'long' }],
    [{ kind: 'hang', times: 0 }],
    [{ kind: 'hang', path: 7 }],
    [{ kind: 'hang', status: 500 }],
    ['hang'],
  ])('are refused if they are invalid: %j', async (body) => {
    expect(await control('POST', body)).toBe(400);
  });

  test("can't be read", async () => {
    expect(await control('PUT', {})).toBe(405);
  });
});
