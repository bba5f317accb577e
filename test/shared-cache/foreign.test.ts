import { eventually } from '../support/eventually.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { describeWithRedis } from '../support/redis.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { AICALLER } from '../vendors/index.js';

describeWithRedis('Whatever stands in Redis', (redis) => {
  const replicas = useReplicas({});
  const start = (url = redis.url) => replicas.start({ REDIS_URL: url, CACHE_MAX_CALLS: '20000' });
  const statusAt = async (replica: Replica, id: string) => (await lookUp(replica, 'AICALLER', id, 'status')).data.a0?.status;
  const sharedCacheOf = async (replica: Replica) => ((await (await fetch(replica.urlOf('/health/ready'))).json()) as { sharedCache: string }).sharedCache;
  const published = async () => Number(/cmdstat_publish:calls=(\d+)/.exec(String(await redis.run('INFO', 'commandstats')))?.[1] ?? 0);
  beforeEach(() => redis.run('FLUSHALL'));

  test.each(['switchboard:hints', 'switchboard:changes'])('no message in %s ends a process', async (channel) => {
    const replica = await start();
    const { id } = serveCall(replicas, AICALLER, 1);
    for (const message of ['', 'x', 'null', '1 null', '1 5', '1 {"call":7}', '{}', '{"key":"x","kind":"REFUSED","milliseconds":"soon"}', '1 {"format":2,"process":"x","call":{}}']) await redis.run('PUBLISH', channel, message);
    expect(await statusAt(replica, id)).toBe('QUEUED');
  });

  test('no entry fails a look-up', async () => {
    const [first, second] = [await start(), await start()];
    const { id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    expect(await statusAt(first, id)).toBe('COMPLETED');
    const [key = ''] = (await redis.run('KEYS', 'switchboard:1:call:*')) as string[];
    for (const damage of [['HDEL', key, 'call'], ['HSET', key, 'call', 'x'], ['HSET', key, 'stamp', 'x'], ['HSET', key, 'until', 'x'], ['SET', key, 'x']]) {
      await redis.run(...(damage as [string, ...string[]]));
      expect(await statusAt(second, id)).toBe('COMPLETED');
      expect(await statusAt(await start(), id)).toBe('COMPLETED');
    }
  });

  test('a change in another format makes this one forget the call, and is not answered by a message', async () => {
    const replica = await start();
    const { row, id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    expect(await statusAt(replica, id)).toBe('COMPLETED');
    row['status'] = 'failed';
    const before = await published();
    await redis.run('PUBLISH', 'switchboard:changes', `${Date.now() * 1000} ${JSON.stringify({ format: 99, process: 'other', call: { account: 'aicaller', providerCallId: id } })}`);
    await eventually('the call to be forgotten', () => redis.run('KEYS', 'switchboard:1:call:*'), (keys) => (keys as string[]).length === 0);
    expect(await published()).toBe(before + 1);
    expect(await statusAt(replica, id)).toBe('FAILED');
  });

  test.each([
    ['may not run scripts', ['+@all', '-eval', '-evalsha', '~*', '&*'], 'NOPERM'],
    ['may not use channels', ['+@all', '~*', 'resetchannels'], 'NOPERM'],
    ['may not use the keys', ['+@all', '~other', '&*'], 'NOPERM'],
  ])('a user who %s is told, and calls are answered', async (_, rules, code) => {
    await redis.run('ACL', 'SETUSER', 'limited', 'reset', 'on', '>hidden-words', ...rules);
    const replica = await start(redis.url.replace('//', '//limited:hidden-words@'));
    const { id } = serveCall(replicas, AICALLER, 1);
    expect(await statusAt(replica, id)).toBe('QUEUED');
    expect(await sharedCacheOf(replica)).toBe('down');
    const log = replica.switchboard.log.join('');
    expect(log).toContain(`"code":"${code}"`);
    expect(log).not.toContain('hidden-words');
  });
});
