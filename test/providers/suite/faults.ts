import { codesIn } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import { Switchboard } from '../../support/switchboard.js';
import { idOf, otherThan } from '../../vendors/index.js';
import { FAILURES } from './failures.js';
import { authorizing, type Judged } from './judged.js';

/** How a vendor's failures show where a call is looked up. */
export function describeFaults(judged: Judged): void {
  const { vendor } = judged;
  const { provider } = vendor;
  const others: Switchboard[] = [];
  afterAll(() => Promise.all(others.map((other) => other.stop())));

  describe(`When ${provider}`, () => {
    test.each(FAILURES)('$when, its field has the error $code and no other has one', async ({ fault, code }) => {
      judged.strike(fault);
      const other = otherThan(vendor);
      const neighbour = idOf(other, judged.graph.simulators[other.simulator].rows[0] ?? {});
      const answer = await judged.graph.ask(
        `query ($mine: String!, $theirs: String!) {
          a0: callByProviderId(provider: ${provider}, providerCallId: $mine) { id }
          other: callByProviderId(provider: ${other.provider}, providerCallId: $theirs) { providerCallId }
        }`,
        { mine: judged.firstId, theirs: neighbour },
      );
      expect(answer.data).toEqual({ a0: null, other: { providerCallId: neighbour } });
      expect(answer.errors).toMatchObject([{ path: ['a0'], extensions: { code, provider } }]);
      judged.expectNoSecret(answer);
    });

    test('says how many seconds to wait, the error says until when', async () => {
      // One of its own: it asks this provider no more before that.
      const patient = await new Switchboard(judged.graph.simulators.environment).start();
      others.push(patient);
      judged.strike({ kind: 'status', status: 429, headers: { 'retry-after': '30' } });
      const before = Date.now();
      const answer = await patient.query(aliased(provider, judged.ids(1)));
      judged.expectFailure(answer, 'PROVIDER_RATE_LIMITED');
      const retryAfter = Date.parse(String(answer.errors?.[0]?.extensions['retryAfter']));
      expect(retryAfter).toBeGreaterThanOrEqual(before + 30_000);
      expect(retryAfter).toBeLessThanOrEqual(Date.now() + 30_000);
    });

    test('says until when to wait, the error says so', async () => {
      const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 90_000);
      judged.strike({ kind: 'status', status: 503, headers: { 'retry-after': until.toUTCString() } });
      const answer = await judged.lookUp();
      judged.expectFailure(answer, 'PROVIDER_UNAVAILABLE');
      expect(answer.errors?.[0]?.extensions['retryAfter']).toBe(until.toISOString());
    });

    test('says something unreadable about waiting, the error says nothing about it', async () => {
      judged.strike({ kind: 'status', status: 429, headers: { 'retry-after': 'soon' } });
      const answer = await judged.lookUp();
      judged.expectFailure(answer, 'PROVIDER_RATE_LIMITED');
      expect(answer.errors?.[0]?.extensions).not.toHaveProperty('retryAfter');
    });

    test('points elsewhere, nobody follows', async () => {
      const elsewhere = judged.graph.simulators[otherThan(vendor).simulator];
      judged.strike({ kind: 'redirect', location: `${elsewhere.url}/v1/calls/1` });
      judged.expectFailure(await judged.lookUp(), 'PROVIDER_BAD_RESPONSE');
      expect(elsewhere.requests).toEqual([]);
    });

    test('never answers, the error is PROVIDER_TIMEOUT', async () => {
      const impatient = await new Switchboard({ ...judged.graph.simulators.environment, UPSTREAM_TIMEOUT_MS: '200' }).start();
      others.push(impatient);
      judged.strike({ kind: 'hang' });
      const answer = await impatient.query(aliased(provider, judged.ids(1)));
      judged.expectFailure(answer, 'PROVIDER_TIMEOUT');
      judged.expectNoSecret(answer, impatient.log);
    });

    test('repeats the credentials that it refuses, nobody else does', async () => {
      const { credentials, authorization } = judged.simulator;
      const message = `No such credentials: ${[...vendor.secrets.map((secret) => credentials[secret]), ...authorizing(authorization)].join(' or ')}`;
      judged.strike({ kind: 'status', status: 401, body: { message, RestException: { Message: message }, error: message } });
      judged.expectFailure(await judged.lookUp(), 'PROVIDER_UNAUTHORIZED');
    });

    test('works again, so does its field', async () => {
      judged.simulator.faults.add({ fault: { kind: 'status', status: 500 } });
      expect(codesIn(await judged.lookUp())).toEqual(['PROVIDER_UNAVAILABLE']);
      expect((await judged.lookUp()).errors).toBeUndefined();
    });
  });
}
