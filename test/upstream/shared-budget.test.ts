import { eventually } from '../support/eventually.js';
import { codesIn } from '../support/graph.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { healthOf } from '../support/provider-health.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sid, sids } from '../vendors/rows.js';
import { REQUEST_BUDGETS } from '../../src/store/tables.js';
import { AccountBudget } from '../../src/upstream/account-budget.js';
import { countingInPostgres } from '../../src/upstream/request-counts.js';
import { Urgency } from '../../src/upstream/upstream-context.js';
import { describeOnPostgres, openStore } from '../support/stores.js';
import { SKIPCALL } from '../vendors/index.js';

describeOnPostgres(({ settings, sql, close, reopen }) => {
  const replicas = useReplicas(settings);
  const ready = (replica: Replica) => eventually('the store', async () => (await fetch(replica.urlOf('/health/ready'))).status === 200);
  const started = async (environment: Record<string, string>) => {
    const all = [await replicas.start(environment), await replicas.start(environment)];
    await Promise.all(all.map(ready));
    serve(replicas.simulators.exotel, ...sids(20).map((one) => exotelRow(one, ago(DAY))));
    return all;
  };

  test('Processes together stay within the limit of an account', async () => {
    const both = await started({ EXOTEL_REQUESTS_PER_MINUTE: '6' });
    const codes = [];
    for (let number = 0; number < 5; number++) for (const replica of both) codes.push(...codesIn(await lookUp(replica, 'EXOTEL', sid(number))));
    expect(codes).toEqual(['PROVIDER_RATE_LIMITED', 'PROVIDER_RATE_LIMITED', 'PROVIDER_RATE_LIMITED', 'PROVIDER_RATE_LIMITED']);
    expect(replicas.simulators.exotel.requests.length).toBe(6);
    expect(await Promise.all(both.map(async (replica) => (await healthOf(replica, 'EXOTEL')).budget))).toMatchObject([{ limit: 6, left: 0 }, { limit: 6, left: 0 }]);
  });

  test('A process that listens is connected to the database, so that its first requests are counted there', async () => {
    const replica = await replicas.start();
    const inPool = "select count(*) from pg_stat_activity where datname = current_database() and query not ilike 'listen %' and query not ilike '%pg_stat_activity%'";
    expect(Number(await sql(inPool))).toBeGreaterThanOrEqual(4);
    await replica.stop();
  });

  test('Different accounts are counted separately', async () => {
    const { id } = serveCall(replicas, SKIPCALL, 1);
    const replica = await replicas.start({ EXOTEL_REQUESTS_PER_MINUTE: '6', SKIPCALL_REQUESTS_PER_MINUTE: '6' });
    await ready(replica);
    await lookUp(replica, 'SKIPCALL', id);
    // The first test used up Exotel's budget. Skipcall reports its own.
    expect((await healthOf(replica, 'EXOTEL')).budget).toMatchObject({ limit: 6, left: 0 });
    expect((await healthOf(replica, 'SKIPCALL')).budget).toMatchObject({ limit: 1000, left: 999 });
  });

  test('Processes together stay within a limit of five seconds, also after many refusals at the end of a span', async () => {
    const store = openStore(settings);
    await store.use(async () => undefined);
    let clock = 1_700_000_000_000;
    const pool = store.pool;
    const budgets = [1, 2].map(() => new AccountBudget('short', { requests: 60, windowSeconds: 5 }, pool && countingInPostgres(pool, REQUEST_BUDGETS), () => clock));
    const sentAt: number[] = [];
    const spend = (budget: AccountBudget) => budget.spend(Urgency.INTERACTIVE, async () => (sentAt.push(clock), { status: 200, headers: {}, body: {} }));
    for (let burst = 0; burst < 12; burst++) {
      const spent = budgets.flatMap((budget) => Array.from({ length: 15 }, () => spend(budget)));
      // The span ends while requests are counted.
      clock += 550;
      await Promise.all(spent);
    }
    await store.close();
    expect(pool).not.toBeNull();
    expect(sentAt.length).toBeGreaterThan(40);
    expect(Math.max(...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + 5000).length))).toBeLessThanOrEqual(60);
  });

  test('A database outage does not stop look-ups', async () => {
    const [replica] = (await started({ EXOTEL_REQUESTS_PER_MINUTE: '100' })) as [Replica];
    await lookUp(replica, 'EXOTEL', sid(1));
    await close();
    const answers = await Promise.all([2, 3, 4].map((number) => lookUp(replica, 'EXOTEL', sid(number))));
    expect(answers.map(({ data }) => data.a0)).toEqual([2, 3, 4].map((number) => ({ providerCallId: sid(number) })));
    await reopen();
    await ready(replica);
  });
});
