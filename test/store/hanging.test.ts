import { setTimeout as wait } from 'node:timers/promises';
import { type HoldingProxy, startHoldingProxy } from '../support/holding-proxy.js';
import { describeOnPostgres, openStore } from '../support/stores.js';
import type { Store } from '../../src/store/store.js';

describeOnPostgres(({ settings, sql }) => {
  let proxy: HoldingProxy;
  let store: Store;
  beforeEach(async () => {
    proxy = await startHoldingProxy(settings['DATABASE_URL'] ?? '');
    store = openStore({ DATABASE_URL: proxy.url });
  });
  afterEach(async () => {
    await store.close();
    proxy.close();
  });

  const write = (id: string) =>
    store.use((db) => db.insertInto('events').values({ id, account: '', body_hash: id, call_ids: '[]', received_at: 0, done_at: 0, attempts: 0, leased_until: 0 }).execute());

  test('After a database has hung, new rows are visible to all, and no transaction stays open', async () => {
    expect(await store.isReady()).toBe(true);
    proxy.hold();
    expect(await store.isReady()).toBe(false);
    proxy.letGo();
    await wait(200);
    await write('after it hung');
    expect(await sql("select count(*) from events where id = 'after it hung'")).toBe('1');
    expect(await sql("select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'")).toBe('0');
  });
});
