import { eventually } from '../support/eventually.js';
import { codesIn } from '../support/graph.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { healthOf } from '../support/provider-health.js';
import { describeWithRedis } from '../support/redis.js';
import { useReplicas } from '../support/replicas.js';
import { SharedRedis } from '../../src/shared-cache/redis.js';
import { SlidingWindow } from '../../src/shared-cache/sliding-window.js';
import { ago, DAY, exotelRow, serve, sid, sids } from '../vendors/rows.js';
import { AICALLER } from '../vendors/index.js';

describeWithRedis('With a shared Redis', (redis) => {
  const replicas = useReplicas({});
  const fleet = (settings: Record<string, string>) => Promise.all([1, 2].map(() => replicas.start({ REDIS_URL: redis.url, ...settings })));
  beforeEach(() => redis.run('FLUSHALL'));

  test('processes together stay within the limit of an account', async () => {
    const both = await fleet({ EXOTEL_REQUESTS_PER_MINUTE: '6' });
    serve(replicas.simulators.exotel, ...sids(20).map((one) => exotelRow(one, ago(DAY))));
    const codes = [];
    for (let number = 0; number < 5; number++) for (const replica of both) codes.push(...codesIn(await lookUp(replica, 'EXOTEL', sid(number))));
    expect(codes).toEqual(['PROVIDER_RATE_LIMITED', 'PROVIDER_RATE_LIMITED', 'PROVIDER_RATE_LIMITED', 'PROVIDER_RATE_LIMITED']);
    expect(replicas.simulators.exotel.requests.length).toBe(6);
    expect(await Promise.all(both.map(async (replica) => (await healthOf(replica, 'EXOTEL')).budget))).toMatchObject([{ limit: 6, left: 0 }, { limit: 6, left: 0 }]);
  });

  test('a refusal by the vendor stops all processes', async () => {
    const [first, second] = await fleet({});
    const { id } = serveCall(replicas, AICALLER, 1);
    const { aicaller } = replicas.simulators;
    aicaller.faults.add({ fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } });
    expect(codesIn(await lookUp(first!, 'AICALLER', id))).toEqual(['PROVIDER_RATE_LIMITED']);
    await eventually('the other process to know', async () => (await healthOf(second!, 'AICALLER')).retryAfter, (retryAfter) => retryAfter !== null);
    expect(codesIn(await lookUp(second!, 'AICALLER', id))).toEqual(['PROVIDER_RATE_LIMITED']);
    expect(aicaller.requests.length).toBe(1);
  });

  test('a process whose peer met an outage stops after its first failure', async () => {
    const [first, second] = await fleet({ BREAKER_FAILURES: '2' });
    const { aicaller } = replicas.simulators;
    aicaller.faults.add({ times: Infinity, fault: { kind: 'status', status: 500 } });
    const failures = () => aicaller.requests.length;
    await eventually('the breaker to open', async () => (await lookUp(first!, 'AICALLER', 'any', 'id', { 'cache-control': 'no-cache' })) && (await healthOf(first!, 'AICALLER')).breaker, (breaker) => breaker === 'OPEN');
    const before = failures();
    await lookUp(second!, 'AICALLER', 'other');
    expect((await healthOf(second!, 'AICALLER')).breaker).toBe('OPEN');
    await lookUp(second!, 'AICALLER', 'another');
    expect(failures() - before).toBe(1);
  });

  test('no window has more requests than its limit, wherever it begins', async () => {
    const [limit, milliseconds] = [20, 400];
    const connection = new SharedRedis(redis.url, () => undefined);
    await connection.connect();
    const window = new SlidingWindow(connection, limit, milliseconds / 1000);
    /** Between these, Redis counted a request. */
    const sent: { readonly after: number; readonly before: number }[] = [];
    for (const began = performance.now(); performance.now() - began < 4 * milliseconds; ) {
      const after = performance.now();
      const { consumedPoints } = await window.consume('account');
      if (consumedPoints > limit) await window.reward('account');
      else sent.push({ after, before: performance.now() });
    }
    connection.close();
    expect(sent.length).toBeGreaterThan(2 * limit);
    // Redis counts in whole milliseconds.
    for (const [index, { after }] of sent.entries()) expect((sent[index + limit]?.before ?? Infinity) - after).toBeGreaterThanOrEqual(milliseconds - 2);
  });

  test('what the vendor says about its window replaces the count', async () => {
    const connection = new SharedRedis(redis.url, () => undefined);
    await connection.connect();
    const window = new SlidingWindow(connection, 20, 60);
    for (let sent = 0; sent < 5; sent++) await window.consume('account');
    await window.set('account', 12, 30);
    expect(await window.get('account')).toMatchObject({ consumedPoints: 12, remainingPoints: 8 });
    expect((await window.consume('account')).consumedPoints).toBe(13);
    expect((await window.get('account'))?.msBeforeNext).toBeGreaterThan(30_000);
    expect((await window.reward('account')).consumedPoints).toBe(12);
    expect((await window.get('account'))?.msBeforeNext).toBeLessThanOrEqual(30_000);
    connection.close();
  });
});
