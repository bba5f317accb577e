import { type Child, useChildren } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { startHoldingProxy } from '../support/holding-proxy.js';
import { askUntilLeaving } from '../support/leaving.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { metric } from '../support/metric.js';
import { describeWithRedis } from '../support/redis.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { AICALLER } from '../vendors/index.js';

const FRESH = { 'cache-control': 'no-cache' };

describeWithRedis('A shared Redis may fail at any time:', (redis) => {
  const replicas = useReplicas({});
  const children = useChildren();
  const aicaller = () => replicas.simulators.aicaller;
  const settings = () => ({ REDIS_URL: redis.url, CACHE_MAX_CALLS: '20000' });
  const fleet = () => Promise.all([1, 2].map(() => replicas.start(settings())));
  const statusAt = async (replica: Replica, id: string, headers = {}) => (await lookUp(replica, 'AICALLER', id, 'status', headers)).data.a0?.status ?? null;
  const sharedCacheOf = async (replica: Replica) => ((await (await fetch(replica.urlOf('/health/ready'))).json()) as { sharedCache: string }).sharedCache;
  const known = (replica: Replica, status: 'up' | 'down') => eventually(`the shared cache to be ${status}`, () => sharedCacheOf(replica), (one) => one === status);
  beforeEach(async () => {
    await redis.kill();
    await redis.start();
  });

  test('while it is gone, calls are answered, and health and metrics say so', async () => {
    const [first, second] = await fleet();
    const { id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    expect([await sharedCacheOf(first!), await metric(first!, 'switchboard_shared_cache_up')]).toEqual(['up', 1]);
    await redis.kill();
    await known(first!, 'down');
    expect(await metric(first!, 'switchboard_shared_cache_up')).toBe(0);
    expect([await statusAt(first!, id), await statusAt(second!, id)]).toEqual(['COMPLETED', 'COMPLETED']);
    expect((await fetch(first!.urlOf('/health/ready'))).status).toBe(200);
    await redis.start();
    await known(second!, 'up');
  });

  test('a process starts without it, and uses it once it is there', async () => {
    const { id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    await redis.kill();
    const [first, second] = await fleet();
    expect(await statusAt(first!, id)).toBe('COMPLETED');
    await redis.start();
    await Promise.all([known(first!, 'up'), known(second!, 'up')]);
    await statusAt(first!, id, FRESH);
    aicaller().requests.length = 0;
    expect(await statusAt(second!, id)).toBe('COMPLETED');
    expect(aicaller().requests.length).toBe(0);
  });

  test('what is read while it stalls is not answered in an older state afterwards', async () => {
    const [first, second] = await fleet();
    const { row, id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    expect(await statusAt(first!, id)).toBe('COMPLETED');
    redis.stall();
    try {
      row['status'] = 'failed';
      expect(await statusAt(first!, id, FRESH)).toBe('FAILED');
    } finally {
      redis.resume();
    }
    await known(first!, 'up');
    await lookUp(first!, 'AICALLER', 'none');
    expect([await statusAt(second!, id), await statusAt(first!, id)]).toEqual(['FAILED', 'FAILED']);
  });

  test('what is read while it is full is not answered in an older state', async () => {
    const [first, second] = await fleet();
    const { row, id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    expect(await statusAt(first!, id)).toBe('COMPLETED');
    await redis.run('CONFIG', 'SET', 'maxmemory', '1');
    row['status'] = 'failed';
    expect(await statusAt(first!, id, FRESH)).toBe('FAILED');
    await lookUp(first!, 'AICALLER', 'none');
    expect(await statusAt(second!, id)).toBe('FAILED');
    await redis.run('CONFIG', 'SET', 'maxmemory', '0');
    expect([await statusAt(second!, id), await statusAt(first!, id)]).toEqual(['FAILED', 'FAILED']);
  });

  test('when it comes back empty, nothing that may have changed meanwhile is believed', async () => {
    const [first, second] = await fleet();
    const { row, id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    expect([await statusAt(first!, id), await statusAt(second!, id)]).toEqual(['COMPLETED', 'COMPLETED']);
    await redis.kill();
    row['status'] = 'failed';
    expect(await statusAt(first!, id, FRESH)).toBe('FAILED');
    await redis.start();
    await eventually('the other process to ask again', () => statusAt(second!, id), (status) => status === 'FAILED');
  });

  test('a connection that died without a word is replaced, and what changed meanwhile is not answered in an older state', async () => {
    const proxy = await startHoldingProxy(redis.url);
    try {
      const [first, second] = await Promise.all([replicas.start({ ...settings(), REDIS_URL: proxy.url }), replicas.start(settings())]);
      const { row, id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
      expect(await statusAt(first, id)).toBe('COMPLETED');
      proxy.cutSilently();
      row['status'] = 'failed';
      expect(await statusAt(second, id, FRESH)).toBe('FAILED');
      await eventually('the other process to hear of it', () => statusAt(first, id), (status) => status === 'FAILED');
      await known(first, 'up');
    } finally {
      proxy.close();
    }
  });

  test('a look-up is taken over from a process that was killed', async () => {
    const [first] = await fleet();
    const { id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    const child: Child = await children.start({ ...replicas.simulators.environment, ...settings() });
    aicaller().faults.add({ fault: { kind: 'hang' } });
    const client = askUntilLeaving(child, aliased('AICALLER', [id]));
    await eventually('the request', () => aicaller().requests.length === 1);
    const waiting = statusAt(first!, id);
    const ended = client.answer.catch(() => 'ended');
    await child.kill();
    expect(await ended).toBe('ended');
    expect(await waiting).toBe('COMPLETED');
    expect(aicaller().requests.length).toBe(2);
  });
});
