import type { Fault } from '../../src/simulators/index.js';
import { useClock } from '../support/clock.js';
import { posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { intention, outcome } from '../support/intentions.js';
import { askUntilLeaving } from '../support/leaving.js';
import { failureIn, lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { healthOf } from '../support/provider-health.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { SECOND } from '../vendors/rows.js';
import { AICALLER, SKIPCALL } from '../vendors/index.js';

const clock = useClock();
/** Three times as many failures are enough, even without a pause. */
const replicas = useReplicas({}, { environment: { BREAKER_FAILURES: '1' } });
const aicaller = () => replicas.simulators.aicaller;
let id = '';
beforeEach(() => void ({ id } = serveCall(replicas, AICALLER, 1)));

const always = (fault: Fault) => aicaller().faults.add({ fault, times: Infinity });
const look = (replica: Replica) => lookUp(replica, 'AICALLER', id);
const fail = async (replica: Replica, times: number) => {
  for (let time = 0; time < times; time++) await look(replica);
};

/** A Switchboard for which AICaller has failed three times and whose breaker is open. */
async function broken(environment: Record<string, string> = {}): Promise<Replica> {
  const replica = await replicas.start(environment);
  always({ kind: 'status', status: 503 });
  await fail(replica, 3);
  return replica;
}

/** Sends a request, and disconnects once the provider has received it. */
async function askAndLeave({ switchboard }: Replica): Promise<void> {
  const before = aicaller().requests.length;
  const client = askUntilLeaving(switchboard, aliased('AICALLER', [id]));
  await eventually('the request', () => aicaller().requests.length === before + 1);
  client.leave();
  await client.answer;
}

describe('A provider that fails repeatedly', () => {
  test('gets no more requests, and the error comes at once with the time to retry', async () => {
    const replica = await broken();
    const { code, retryAfter } = failureIn(await look(replica));
    expect(code).toBe('PROVIDER_UNAVAILABLE');
    expect(Math.abs(Date.parse(String(retryAfter)) - Date.now() - 2 * SECOND)).toBeLessThan(1.5 * SECOND);
    expect(aicaller().requests.length).toBe(3);
  });

  test('is DOWN in its health, while the others are healthy', async () => {
    const replica = await broken();
    expect(await healthOf(replica, 'AICALLER')).toEqual({ status: 'DOWN', breaker: 'OPEN', retryAfter: expect.any(String), lastFailure: 'PROVIDER_UNAVAILABLE', budget: null });
    expect(await healthOf(replica, 'SKIPCALL')).toMatchObject({ status: 'HEALTHY', breaker: 'CLOSED', retryAfter: null, lastFailure: null });
    const { id: other } = serveCall(replicas, SKIPCALL, 1);
    expect((await lookUp(replica, 'SKIPCALL', other)).data.a0).toEqual({ providerCallId: other });
  });

  test('is missing in the feed at once, and the others are in it', async () => {
    const replica = await broken();
    const { calls } = await replica.data('{ calls(first: 1) { sources { provider status code retryAfter } } }');
    expect(calls.sources).toContainEqual({ provider: 'AICALLER', status: 'FAILED', code: 'UNAVAILABLE', retryAfter: expect.any(String) });
    expect(calls.sources).toContainEqual({ provider: 'EXOTEL', status: 'OK', code: null, retryAfter: null });
    expect(aicaller().requests.length).toBe(3);
  });

  test('gets one test request after two seconds, while all others still fail at once', async () => {
    const replica = await broken({ UPSTREAM_TIMEOUT_MS: '2000' });
    aicaller().faults.clear();
    aicaller().faults.add({ fault: { kind: 'hang' } });
    clock.advance(2 * SECOND);
    const trying = askUntilLeaving(replica.switchboard, aliased('AICALLER', [id]));
    await eventually('the trying request', () => aicaller().requests.length === 4);
    expect(await healthOf(replica, 'AICALLER')).toMatchObject({ status: 'DOWN', breaker: 'HALF_OPEN' });
    const { id: other } = serveCall(replicas, AICALLER, 2);
    expect(failureIn(await lookUp(replica, 'AICALLER', other)).code).toBe('PROVIDER_UNAVAILABLE');
    expect(aicaller().requests.length).toBe(4);
    trying.leave();
    await trying.answer;
    // A client that disconnects proves nothing, and the request was not answered.
    await eventually('the breaker to open again', async () => (await healthOf(replica, 'AICALLER')).breaker, (breaker) => breaker === 'OPEN');
  });

  test('gets requests again once the test request succeeded', async () => {
    const replica = await broken();
    aicaller().faults.clear();
    clock.advance(2 * SECOND);
    expect((await look(replica)).data.a0).toEqual({ providerCallId: id });
    expect(await healthOf(replica, 'AICALLER')).toEqual({ status: 'HEALTHY', breaker: 'CLOSED', retryAfter: null, lastFailure: null, budget: null });
    expect((await look(replica)).data.a0).toEqual({ providerCallId: id });
  });

  test('gets none for longer after each failed test, and for two seconds again after it was healthy', async () => {
    const replica = await broken();
    const pauses = [];
    for (let round = 0; round < 4; round++) {
      const { retryAfter } = failureIn(await look(replica));
      pauses.push(Math.round((Date.parse(String(retryAfter)) - Date.now()) / SECOND));
      // A little later, because the breaker's own clock may be some milliseconds behind.
      clock.advance(Date.parse(String(retryAfter)) - Date.now() + 50);
      await look(replica);
    }
    expect(pauses).toEqual([2, 4, 8, 16]);
    expect(aicaller().requests.length).toBe(3 + 4);
    aicaller().faults.clear();
    clock.advance(32 * SECOND);
    await look(replica);
    always({ kind: 'status', status: 503 });
    await fail(replica, 3);
    const { retryAfter } = failureIn(await look(replica));
    expect(Math.round((Date.parse(String(retryAfter)) - Date.now()) / SECOND)).toBe(2);
  });

  test('still gets requests to place calls', async () => {
    const replica = await broken();
    aicaller().faults.clear();
    expect(await outcome(replica, intention())).toMatchObject({ call: { id: expect.any(String) }, userErrors: [] });
    expect(posts(replica).length).toBe(1);
  });
});

describe('These count as failures of a provider:', () => {
  const stateAfter = async (fault: Fault) => {
    const replica = await replicas.start({ UPSTREAM_TIMEOUT_MS: '200' });
    always(fault);
    await fail(replica, 3);
    return (await healthOf(replica, 'AICALLER')).breaker;
  };

  test.each<[string, Fault]>([
    ['errors', { kind: 'status', status: 500 }],
    ['dropped connections', { kind: 'reset' }],
    ['no answers', { kind: 'hang' }],
    ['an answer that is not JSON', { kind: 'html' }],
  ])('%s', async (_, fault) => {
    expect(await stateAfter(fault)).toBe('OPEN');
  });

  test.each<[string, Fault]>([
    ['refused credentials', { kind: 'status', status: 401 }],
    ['too many requests', { kind: 'status', status: 429 }],
    ['a call that does not exist', { kind: 'status', status: 404 }],
    ['JSON that is not a call', { kind: 'status', status: 200, body: {} }],
  ])('but not %s', async (_, fault) => {
    expect(await stateAfter(fault)).toBe('CLOSED');
  });

  test('nor clients that disconnect', async () => {
    const replica = await replicas.start();
    aicaller().faults.add({ fault: { kind: 'hang' }, times: 4 });
    for (let client = 1; client <= 4; client++) await askAndLeave(replica);
    expect((await look(replica)).data.a0).toEqual({ providerCallId: id });
    expect((await healthOf(replica, 'AICALLER')).breaker).toBe('CLOSED');
  });

  test('nor failures with successes in between', async () => {
    const replica = await replicas.start();
    for (let round = 0; round < 3; round++) {
      aicaller().faults.add({ fault: { kind: 'status', status: 503 }, times: 2 });
      await fail(replica, 3);
    }
    expect((await healthOf(replica, 'AICALLER')).breaker).toBe('CLOSED');
    expect(aicaller().requests.length).toBe(9);
  });
});

test("A provider that never answers before the operation's deadline opens the breaker too, even if its own timeout is longer", async () => {
  const replica = await replicas.start({ OPERATION_TIMEOUT_MS: '1200' });
  always({ kind: 'hang' });
  await Promise.all(Array.from({ length: 3 }, (_, index) => lookUp(replica, 'AICALLER', serveCall(replicas, AICALLER, 10 + index).id)));
  expect(await healthOf(replica, 'AICALLER')).toMatchObject({ status: 'DOWN', breaker: 'OPEN' });
});
