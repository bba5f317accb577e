import { closedPort } from '../support/closed-port.js';
import { eventually } from '../support/eventually.js';
import { failureIn, lookUp, serveCall } from '../support/lookups.js';
import { useReplicas } from '../support/replicas.js';
import { useTraceCollector } from '../support/trace-collector.js';
import { SKIPCALL } from '../vendors/index.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const [SERVER, CLIENT, ERROR] = [2, 3, 2];
const replicas = useReplicas({});
const collector = useTraceCollector();

test("An operation is a child span of the caller's span, with a child span for each request; vendors get no trace headers", async () => {
  const replica = await replicas.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const { id } = serveCall(replicas, SKIPCALL, 1);
  const headers = { traceparent: `00-${TRACE}-${CALLER}-01`, tracestate: 'congo=t61rcWkgMzE', 'x-request-id': 'request-1' };
  await lookUp(replica, 'SKIPCALL', id, 'id', headers);
  await replica.stop();
  expect(new Set(collector.paths)).toEqual(new Set(['/v1/traces']));
  const [operation] = collector.spans.filter(({ name }) => name === 'graphql.query');
  expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: SERVER });
  expect(operation?.attributes).toContainEqual({ key: 'switchboard.request_id', value: { stringValue: 'request-1' } });
  const requests = collector.spans.filter(({ name }) => name === 'GET SKIPCALL');
  expect(requests).toMatchObject([{ traceId: TRACE, parentSpanId: operation?.spanId, kind: CLIENT }]);
  expect(collector.text).toContain('"switchboard"');
  expect(collector.text).not.toContain(id);
  const [asked] = replicas.simulators.skipcall.requests;
  expect(Object.keys(asked?.headers ?? {}).filter((name) => /trace|baggage|b3|request-id/.test(name))).toEqual([]);
});

test('A failed request is a span with its reason, and each attempt has a separate span', async () => {
  const replica = await replicas.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, UPSTREAM_ATTEMPTS: '2' });
  replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 503 }, times: 2 });
  await lookUp(replica, 'SKIPCALL', serveCall(replicas, SKIPCALL, 1).id);
  await replica.stop();
  const failed = { status: { code: ERROR, message: 'PROVIDER_UNAVAILABLE' } };
  expect(collector.spans.filter(({ name }) => name === 'GET SKIPCALL')).toMatchObject([failed, failed]);
});

test('A caller with a "not sampled" flag can\'t hide its operations', async () => {
  const replica = await replicas.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  await lookUp(replica, 'SKIPCALL', serveCall(replicas, SKIPCALL, 1).id, 'id', { traceparent: `00-${TRACE}-${CALLER}-00` });
  await replica.stop();
  expect(collector.spans.map(({ name, traceId }) => [name, traceId]).sort()).toEqual([['GET SKIPCALL', TRACE], ['graphql.query', TRACE]]);
});

test("An operation without a caller's trace starts a new trace", async () => {
  const replica = await replicas.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  await replica.ask('{ providers { name } }');
  await replica.ask('mutation { nothing }');
  await replica.stop();
  const operations = collector.spans.filter(({ kind }) => kind === SERVER);
  expect(operations).toHaveLength(2);
  expect(operations.every(({ parentSpanId }) => !parentSpanId)).toBe(true);
  expect(new Set(operations.map(({ traceId }) => traceId)).size).toBe(2);
});

test('An unreachable collector delays neither answers nor the shutdown', async () => {
  const replica = await replicas.start({ OTEL_EXPORTER_OTLP_ENDPOINT: await closedPort() });
  const { id } = serveCall(replicas, SKIPCALL, 1);
  const answer = await lookUp(replica, 'SKIPCALL', id);
  expect([failureIn(answer), answer.data]).toEqual([{}, { a0: { providerCallId: id } }]);
  let isGone = false;
  void replica.stop().then(() => (isGone = true));
  await eventually('the end', () => isGone);
});
