import { lookUp } from '../support/lookups.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sids, sid } from '../vendors/rows.js';
import { eventually } from '../support/eventually.js';
import { PROVIDERS } from '../vendors/index.js';

const replicas = useReplicas({}, { environment: { CACHE_MAX_CALLS: '1000' } });
const NONE = Object.fromEntries(PROVIDERS.map((provider) => [provider, 0]));
const serveSids = () => serve(replicas.simulators.exotel, ...sids(10).map((one) => exotelRow(one, ago(DAY))));

async function told(replica: Replica, one: string, headers: Record<string, string> = { 'x-upstream-trace': '1' }): Promise<unknown> {
  const answer = (await lookUp(replica, 'EXOTEL', one, 'providerCallId', headers)) as { extensions?: { upstream?: unknown } };
  return answer.extensions?.upstream;
}

describe('x-upstream-trace: 1', () => {
  test('returns the number of requests to each provider, and 0 for cached calls', async () => {
    serveSids();
    const replica = await replicas.start();
    expect(await told(replica, sid(1))).toEqual({ ...NONE, EXOTEL: 1 });
    expect(await told(replica, sid(1))).toEqual(NONE);
  });

  test('counts a shared request for both clients', async () => {
    serveSids();
    const replica = await replicas.start({ LOOKUP_WINDOW_MS: '250' });
    expect(await Promise.all([told(replica, sid(1)), told(replica, sid(2))])).toEqual([{ ...NONE, EXOTEL: 1 }, { ...NONE, EXOTEL: 1 }]);
    expect(replicas.simulators.exotel.requests.length).toBe(1);
  });

  test('also counts it for a client that joined while it was pending', async () => {
    serveSids();
    const replica = await replicas.start();
    replicas.simulators.exotel.faults.add({ fault: { kind: 'delay', milliseconds: 400 } });
    const first = told(replica, sid(1));
    await eventually('the request', () => replicas.simulators.exotel.requests.length === 1);
    expect(await Promise.all([first, told(replica, sid(1))])).toEqual([{ ...NONE, EXOTEL: 1 }, { ...NONE, EXOTEL: 1 }]);
    expect(replicas.simulators.exotel.requests.length).toBe(1);
  });

  test('counts each attempt', async () => {
    serveSids();
    const replica = await replicas.start({ UPSTREAM_ATTEMPTS: '3' });
    replicas.simulators.exotel.faults.add({ fault: { kind: 'status', status: 503 } });
    expect(await told(replica, sid(1))).toEqual({ ...NONE, EXOTEL: 2 });
  });

  test('has no effect without the header, or with another value', async () => {
    serveSids();
    const replica = await replicas.start();
    expect(await told(replica, sid(1), {})).toBeUndefined();
    expect(await told(replica, sid(1), { 'x-upstream-trace': 'yes' })).toBeUndefined();
  });

  test.each([
    ['in production', { NODE_ENV: 'production', AUTH: 'none' }, undefined],
    ['in production with UPSTREAM_TRACE', { NODE_ENV: 'production', AUTH: 'none', UPSTREAM_TRACE: 'true' }, { ...NONE, EXOTEL: 1 }],
    ['with UPSTREAM_TRACE=false', { UPSTREAM_TRACE: 'false' }, undefined],
  ] as [string, Record<string, string>, unknown][])('%s', async (_, environment, expected) => {
    serveSids();
    expect(await told(await replicas.start(environment), sid(1))).toEqual(expected);
  });
});
