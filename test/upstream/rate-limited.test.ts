import { useClock } from '../support/clock.js';
import { failureIn, lookUp, serveCall } from '../support/lookups.js';
import { healthOf } from '../support/provider-health.js';
import { useReplicas } from '../support/replicas.js';
import { SECOND } from '../vendors/rows.js';
import { AICALLER, EXOTEL, SKIPCALL, type Vendor, VENDORS } from '../vendors/index.js';

const clock = useClock();
const replicas = useReplicas({}, { environment: { EXOTEL_REQUESTS_PER_MINUTE: '200', SKIPCALL_REQUESTS_PER_MINUTE: '100' } });
beforeEach(() => clock.advance(120 * SECOND));

describe('A provider that answers 429', () => {
  test.each<[string, Vendor, () => string]>([
    ['AICALLER, in seconds', AICALLER, () => '40'],
    ['AICALLER, as a date', AICALLER, () => new Date(Date.now() + 41 * SECOND).toUTCString()],
    ['EXOTEL, in seconds', EXOTEL, () => '40'],
    ['SKIPCALL, in seconds', SKIPCALL, () => '40'],
  ])('gets no requests until the time in its answer: %s', async (_, vendor, after) => {
    const { provider } = vendor;
    const simulator = replicas.simulators[vendor.simulator];
    const ids = [1, 2].map((index) => serveCall(replicas, vendor, index).id);
    simulator.faults.add({ fault: { kind: 'status', status: 429, headers: { 'retry-after': after() } } });
    for (const id of ids) {
      const { code, retryAfter } = failureIn(await lookUp(replicas.first, provider, id));
      expect(code).toBe('PROVIDER_RATE_LIMITED');
      expect(Math.abs(Date.parse(String(retryAfter)) - Date.now() - 40 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
    }
    expect(simulator.requests.length).toBe(1);
    clock.advance(42 * SECOND);
    expect((await lookUp(replicas.first, provider, String(ids[0]))).data.a0).toEqual({ providerCallId: ids[0] });
    expect(simulator.requests.length).toBe(2);
  });

  test('is paused for at most a minute, for any time in its answer', async () => {
    const { id } = serveCall(replicas, AICALLER, 1);
    replicas.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 429, headers: { 'retry-after': '36000' } } });
    await lookUp(replicas.first, 'AICALLER', id);
    clock.advance(61 * SECOND);
    expect((await lookUp(replicas.first, 'AICALLER', id)).data.a0).toEqual({ providerCallId: id });
  });

  test.each(VENDORS.filter(({ provider }) => provider !== 'CONTACT_CENTER'))('is asked again if it gives no time: $provider', async (vendor) => {
    const { id } = serveCall(replicas, vendor, 1);
    // Skipcall's headers say that requests remain.
    replicas.simulators[vendor.simulator].faults.add({ fault: { kind: 'status', status: 429 } });
    expect(failureIn(await lookUp(replicas.first, vendor.provider, id))).toEqual({ code: 'PROVIDER_RATE_LIMITED' });
    expect((await lookUp(replicas.first, vendor.provider, id)).data.a0).toEqual({ providerCallId: id });
  });

  test('has no budget left', async () => {
    const { id } = serveCall(replicas, EXOTEL, 1);
    replicas.simulators.exotel.faults.add({ fault: { kind: 'status', status: 429, headers: { 'retry-after': '40' } } });
    await lookUp(replicas.first, 'EXOTEL', id);
    expect(await healthOf(replicas.first, 'EXOTEL')).toMatchObject({ status: 'FAILING', breaker: 'CLOSED', lastFailure: 'PROVIDER_RATE_LIMITED', budget: { limit: 200, left: 0 } });
  });
});
