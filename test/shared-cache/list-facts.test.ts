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

  test('is known to all processes: the first page of the next one is one request, at either end of the list', async () => {
    serveCalls();
    const first = await start();
    expect((await pageOf(first, 'OLDEST_FIRST')).requests).toBeGreaterThan(3);
    await eventually('what is known to be kept', known, (keys) => keys.length === 1);
    const second = await start();
    const oldest = await pageOf(second, 'OLDEST_FIRST');
    expect(oldest).toMatchObject({ status: 'OK', requests: 1 });
    expect(oldest.ids[0]).toBe(`phonecall${CALLS - 1}`);
    expect((await pageOf(await start(), 'NEWEST_FIRST')).requests).toBe(1);
  });

  test('only saves requests: whatever stands in Redis, the page is right', async () => {
    serveCalls();
    const right = (await pageOf(await start(), 'OLDEST_FIRST')).ids;
    const [key = ''] = await eventually('what is known to be kept', known, (keys) => keys.length === 1);
    for (const nonsense of ['', 'x', '[]', '{}', '{"callsPerMs":"many","beginning":"once"}', '{"callsPerMs":-1,"beginning":-1e300}', '{"callsPerMs":1e300,"beginning":1e300}', '{"callsPerMs":1e-300,"beginning":0}']) {
      await redis.run('SET', key, nonsense);
      expect(await pageOf(await start(), 'OLDEST_FIRST')).toMatchObject({ ids: right, status: 'OK' });
    }
    await redis.run('DEL', key);
    await redis.run('LPUSH', key, 'x');
    expect(await pageOf(await start(), 'OLDEST_FIRST')).toMatchObject({ ids: right, status: 'OK' });
  });
});
