import { eventually } from '../support/eventually.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { metric, scrape } from '../support/metric.js';
import { aliased } from '../support/operations.js';
import { useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sids } from '../vendors/rows.js';
import { Subscriber } from '../support/subscriber.js';
import { AICALLER, SKIPCALL } from '../vendors/index.js';

const replicas = useReplicas({}, { environment: { CACHE_MAX_CALLS: '1000', EXOTEL_REQUESTS_PER_MINUTE: '200', BREAKER_FAILURES: '2' } });
describe('GET /metrics', () => {
  test("is in Prometheus' format, and includes process metrics", async () => {
    const response = await fetch(replicas.first.urlOf('/metrics'));
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toMatch(/^nodejs_eventloop_lag_seconds \S+$/m);
  });

  test('counts operations by outcome', async () => {
    const replica = await replicas.start();
    replicas.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 500 } });
    await replica.ask('{ providers { name } }');
    await replica.ask('query { providers { name } }');
    await lookUp(replica, 'AICALLER', 'call1');
    await replica.ask('{ nothing }');
    await replica.ask('{');
    const operations = (type: string, outcome: string) => metric(replica, 'switchboard_operations_total', { type, outcome });
    expect(await operations('query', 'ok')).toBe(2);
    expect(await operations('query', 'errors')).toBe(1);
    expect(Number(await operations('query', 'refused')) + Number(await operations('unknown', 'refused'))).toBe(2);
    expect(await metric(replica, 'switchboard_operation_duration_seconds_count', { type: 'query' })).toBeGreaterThanOrEqual(3);
  });

  test('counts requests to providers by outcome, and the calls per look-up batch', async () => {
    const replica = await replicas.start();
    serve(replicas.simulators.exotel, ...sids(30).map((one) => exotelRow(one, ago(DAY))));
    await replica.data(aliased('EXOTEL', sids(30)));
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 401 } });
    await lookUp(replica, 'SKIPCALL', serveCall(replicas, SKIPCALL, 1).id);
    const requests = (provider: string, outcome: string) => metric(replica, 'switchboard_upstream_requests_total', { provider, outcome });
    expect(await requests('EXOTEL', 'OK')).toBe(1);
    expect(await requests('SKIPCALL', 'PROVIDER_UNAUTHORIZED')).toBe(1);
    expect(await requests('SKIPCALL', 'OK')).toBeNull();
    expect(await metric(replica, 'switchboard_upstream_request_duration_seconds_count', { provider: 'EXOTEL' })).toBe(1);
    expect(await metric(replica, 'switchboard_lookup_batch_size_sum', { provider: 'EXOTEL' })).toBe(30);
    expect(await metric(replica, 'switchboard_lookup_batch_size_count', { provider: 'EXOTEL' })).toBe(1);
  });

  test('counts cache hits and misses', async () => {
    const replica = await replicas.start();
    const { id } = serveCall(replicas, SKIPCALL, 1);
    for (let time = 1; time <= 3; time++) await lookUp(replica, 'SKIPCALL', id);
    const reads = (result: string) => metric(replica, 'switchboard_call_cache_reads_total', { provider: 'SKIPCALL', result });
    expect([await reads('miss'), await reads('hit')]).toEqual([1, 2]);
  });

  test('counts rows that could not be read', async () => {
    const replica = await replicas.start();
    serve(replicas.simulators.exotel, exotelRow('a1', ago(DAY)), { ...exotelRow('', ago(DAY)), Sid: null });
    await replica.data('{ calls(first: 5, filter: { providers: [EXOTEL] }) { nodes { id } } }');
    expect(await metric(replica, 'switchboard_unreadable_rows_total', { provider: 'EXOTEL' })).toBeGreaterThanOrEqual(1);
  });

  test('shows remaining budgets and the states of breakers', async () => {
    const replica = await replicas.start();
    serve(replicas.simulators.exotel, ...sids(1).map((one) => exotelRow(one, ago(DAY))));
    await replica.data(aliased('EXOTEL', sids(1)));
    expect(await metric(replica, 'switchboard_budget_left', { provider: 'EXOTEL' })).toBe(199);
    expect(await metric(replica, 'switchboard_budget_left', { provider: 'AICALLER' })).toBeNull();
    replicas.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
    const { id } = serveCall(replicas, AICALLER, 1);
    for (let time = 1; time <= 6; time++) await lookUp(replica, 'AICALLER', id);
    const states = (provider: string) => Promise.all(['CLOSED', 'HALF_OPEN', 'OPEN'].map((state) => metric(replica, 'switchboard_breaker_state', { provider, state })));
    expect(await states('AICALLER')).toEqual([0, 0, 1]);
    expect(await states('EXOTEL')).toEqual([1, 0, 0]);
  });

  test('shows the number of subscriptions', async () => {
    const replica = await replicas.start();
    const subscriber = await Subscriber.toCalls(replica.switchboard.url);
    await eventually('the subscriber', () => metric(replica, 'switchboard_subscribers'), (count) => count === 1);
    subscriber.close();
    await eventually('its end', () => metric(replica, 'switchboard_subscribers'), (count) => count === 0);
  });

  test('has no data of calls or clients', async () => {
    const replica = await replicas.start();
    const { id, row } = serveCall(replicas, SKIPCALL, 1);
    await lookUp(replica, 'SKIPCALL', id, 'from { raw } to { raw }');
    const text = await scrape(replica);
    for (const secret of [id, (row['phoneNumber'] as { value: string }).value, 'sk_test_simulated']) expect(text).not.toContain(secret);
  });
});
