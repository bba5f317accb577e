import { eventually } from '../support/eventually.js';
import { describeWithRedis } from '../support/redis.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { AICALLER } from '../vendors/index.js';
import { ago, HOUR, serve } from '../vendors/rows.js';

const CALLS = 2000;

describeWithRedis('What is known of the list of an account', (redis) => {
  const replicas = useReplicas({});
  const start = () => replicas.start({ REDIS_URL: redis.url });
  const serveCalls = () =>
    serve(replicas.simulators.aicaller, ...Array.from({ length: CALLS }, (_, index) => ({ ...AICALLER.row(index), createdAt: new Date(ago((index * HOUR) / 3)).toISOString() })));
  const pageOf = async (replica: Replica, order: string) => {
    replicas.simulators.aicaller.requests.length = 0;
    const { calls } = await replica.data(`{ calls(first: 20, orderBy: ${order}, filter: { providers: [AICALLER] }) { nodes { providerCallId } sources { status } } }`);
    const ids = calls.nodes.map(({ providerCallId }: { providerCallId: string }) => providerCallId);
    return { ids, status: calls.sources[0].status, requests: replicas.simulators.aicaller.requests.length };
  };
  const known = () => redis.run('KEYS', 'switchboard:list:*') as Promise<string[]>;
  beforeEach(() => redis.run('FLUSHALL'));

  test('is known to all processes: the first page of the next one takes a request or two, at either end of the list', async () => {
    serveCalls();
    const first = await start();
    expect((await pageOf(first, 'OLDEST_FIRST')).requests).toBeGreaterThan(3);
    await eventually('what is known to be kept', known, (keys) => keys.length === 1);
    const second = await start();
    const oldest = await pageOf(second, 'OLDEST_FIRST');
    expect(oldest.status).toBe('OK');
    // What is older than the beginning, and the first calls.
    expect(oldest.requests).toBeLessThanOrEqual(2);
    expect(oldest.ids[0]).toBe(`phonecall${CALLS - 1}`);
    expect((await pageOf(await start(), 'NEWEST_FIRST')).requests).toBe(1);
  });

  test('only saves requests: whatever stands in Redis, the page is right', async () => {
    serveCalls();
    const right = (await pageOf(await start(), 'OLDEST_FIRST')).ids;
    const [key = ''] = await eventually('what is known to be kept', known, (keys) => keys.length === 1);
    for (const nonsense of ['', 'x', '[]', '{}', '{"newest":"many","oldest":[],"beginning":"once"}', '{"newest":-1,"oldest":0,"beginning":{"at":-1e300,"withinMs":-1}}', '{"newest":1e300,"oldest":1e300,"beginning":{"at":1e300,"withinMs":1e300}}', '{"newest":1e-300,"oldest":1e-300,"beginning":{"at":0}}']) {
      await redis.run('SET', key, nonsense);
      expect(await pageOf(await start(), 'OLDEST_FIRST')).toMatchObject({ ids: right, status: 'OK' });
    }
    await redis.run('DEL', key);
    await redis.run('LPUSH', key, 'x');
    expect(await pageOf(await start(), 'OLDEST_FIRST')).toMatchObject({ ids: right, status: 'OK' });
  });
});
