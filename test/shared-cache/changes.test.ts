import { eventually } from '../support/eventually.js';
import { lookUp } from '../support/lookups.js';
import { aiCall, notify, TOKEN } from '../support/notifying.js';
import { describeWithRedis } from '../support/redis.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { describeOnPostgres } from '../support/stores.js';
import { Subscriber } from '../support/subscriber.js';

describeWithRedis('Processes that share a Redis', (redis) => {
  describeOnPostgres(({ settings, sql }) => {
    const replicas = useReplicas(settings, { environment: { EVENTS_TOKEN: TOKEN } });
    const statusAt = async (replica: Replica, id: string) => (await lookUp(replica, 'AICALLER', id, 'status')).data.a0?.status;

    test('read a change once, for the subscribers and for all who ask afterwards', async () => {
      const some = await Promise.all([1, 2, 3].map(() => replicas.start({ REDIS_URL: redis.url, CACHE_MAX_CALLS: '20000' })));
      await eventually('all to listen', () => sql("select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen %'"), (found) => found === '4');
      const row = aiCall(replicas.first);
      row['status'] = 'completed';
      const id = String(row['_id']);
      for (const replica of some) expect(await statusAt(replica, id)).toBe('COMPLETED');
      const subscribers = await Promise.all(some.map(({ switchboard }) => Subscriber.toCalls(switchboard.url)));
      const { requests } = replicas.simulators.aicaller;
      expect(requests.length).toBe(1);
      row['status'] = 'failed';
      await notify(some[0]!, row);
      for (const subscriber of subscribers) expect(await subscriber.hears(1)).toMatchObject([{ status: 'FAILED' }]);
      for (const replica of some) expect(await statusAt(replica, id)).toBe('FAILED');
      expect(requests.length).toBe(2);
      for (const subscriber of subscribers) subscriber.close();
    });
  });
});
