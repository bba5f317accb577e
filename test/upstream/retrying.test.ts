import type { Fault } from '../../src/simulators/index.js';
import { posts } from '../support/dialing.js';
import { failNextPost, intention, outcome } from '../support/intentions.js';
import { failureIn, lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { useReplicas } from '../support/replicas.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, SKIPCALL } from '../vendors/index.js';
import { ago, DAY, SECOND } from '../vendors/rows.js';

const replicas = useReplicas({}, { environment: { UPSTREAM_ATTEMPTS: '3', UPSTREAM_TIMEOUT_MS: '300', DIAL_PATIENCE_MS: '1' } });
const PASSING: [string, Fault][] = [
  ...[429, 502, 503, 504].map((status): [string, Fault] => [String(status), { kind: 'status', status }]),
  ['a reset', { kind: 'reset' }],
  ['a reset in the middle of its answer', { kind: 'reset-mid-body' }],
  ['nothing in time', { kind: 'hang' }],
];
const LASTING: [string, Fault, string][] = [
  ['500', { kind: 'status', status: 500 }, 'PROVIDER_UNAVAILABLE'],
  ['401', { kind: 'status', status: 401 }, 'PROVIDER_UNAUTHORIZED'],
  ['403', { kind: 'status', status: 403 }, 'PROVIDER_UNAUTHORIZED'],
  ['a page of HTML', { kind: 'html' }, 'PROVIDER_BAD_RESPONSE'],
  ['half of its JSON', { kind: 'malformed-json' }, 'PROVIDER_BAD_RESPONSE'],
  ['an unknown status', { kind: 'status', status: 418 }, 'PROVIDER_BAD_RESPONSE'],
];

describe('If a provider answers a read with', () => {
  test.each(PASSING)('%s, the read is retried, and the client gets the second answer', async (_, fault) => {
    const { id } = serveCall(replicas, SKIPCALL, 1);
    replicas.simulators.skipcall.faults.add({ fault });
    expect((await lookUp(replicas.first, 'SKIPCALL', id)).data).toEqual({ a0: { providerCallId: id } });
    expect(replicas.simulators.skipcall.requests.length).toBe(2);
  });

  test.each(LASTING)('%s, the read is not retried', async (_, fault, code) => {
    const { id } = serveCall(replicas, SKIPCALL, 1);
    replicas.simulators.skipcall.faults.add({ fault });
    expect(failureIn(await lookUp(replicas.first, 'SKIPCALL', id))).toEqual({ code });
    expect(replicas.simulators.skipcall.requests.length).toBe(1);
  });

  test('404, the read is not retried: there is no such call', async () => {
    expect((await lookUp(replicas.first, 'SKIPCALL', String(SKIPCALL.row(1)['id']))).data).toEqual({ a0: null });
    expect(replicas.simulators.skipcall.requests.length).toBe(1);
  });

  test.each([AICALLER, CONTACT_CENTER, EXOTEL])('503 at $provider, the list is also retried', async (vendor) => {
    const { id } = serveCall(replicas, vendor, 1, vendor === AICALLER ? { createdAt: new Date(ago(DAY)).toISOString() } : {});
    const simulator = replicas.simulators[vendor.simulator];
    simulator.faults.add({ fault: { kind: 'status', status: 503 } });
    const feed = `{ calls(first: 5, filter: { providers: [${vendor.provider}] }) { nodes { providerCallId } sources { provider status } } }`;
    const { calls } = await replicas.first.data(feed);
    expect(calls.nodes).toEqual([{ providerCallId: id }]);
    expect(calls.sources).toContainEqual({ provider: vendor.provider, status: 'OK' });
  });
});

describe('A read that keeps failing', () => {
  test.each([['1', 1], ['2', 2], ['4', 4]])('is sent %s times if UPSTREAM_ATTEMPTS says so', async (attempts, sent) => {
    const replica = await replicas.start({ UPSTREAM_ATTEMPTS: attempts });
    const { id } = serveCall(replicas, SKIPCALL, 1);
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
    expect(failureIn(await lookUp(replica, 'SKIPCALL', id))).toEqual({ code: 'PROVIDER_UNAVAILABLE' });
    expect(replicas.simulators.skipcall.requests.length).toBe(sent);
  });

  test.each([503, 429])('is not retried if %i says that a retry only helps after the deadline', async (status) => {
    const replica = await replicas.start();
    const { id } = serveCall(replicas, SKIPCALL, 1);
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status, headers: { 'retry-after': '50' } }, times: Infinity });
    const began = Date.now();
    const { retryAfter } = failureIn(await lookUp(replica, 'SKIPCALL', id));
    expect(Date.parse(String(retryAfter))).toBeGreaterThanOrEqual(began + 50 * SECOND);
    expect(replicas.simulators.skipcall.requests.length).toBe(1);
  });

  test('is retried at the time in Retry-After, and not before', async () => {
    const replica = await replicas.start();
    const { id } = serveCall(replicas, SKIPCALL, 1);
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 503, headers: { 'retry-after': '1' } } });
    expect((await lookUp(replica, 'SKIPCALL', id)).data).toEqual({ a0: { providerCallId: id } });
    const [first, second] = replicas.simulators.skipcall.requests;
    expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(SECOND);
  });

  test('does not multiply an outage: a hundred look-ups are a hundred requests plus twenty', async () => {
    const replica = await replicas.start();
    const ids = Array.from({ length: 100 }, (_, index) => String(SKIPCALL.row(index)['id']));
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
    const { errors } = await replica.ask(aliased('SKIPCALL', ids));
    expect(errors).toHaveLength(100);
    expect(replicas.simulators.skipcall.requests.length).toBeLessThanOrEqual(120);
    expect(replicas.simulators.skipcall.requests.length).toBeGreaterThanOrEqual(100);
  });
});

test.each<[string, Fault]>([...PASSING, ['500', { kind: 'status', status: 500 }]])('Placing a call is sent once in every case: %s', async (_, fault) => {
  failNextPost(replicas.first, fault);
  await outcome(replicas.first, intention());
  expect(posts(replicas.first).length).toBe(1);
});
