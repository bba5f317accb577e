import { connect, examine } from '../../src/doctor/examine.js';
import { type Assumption, holds } from '../../src/providers/assumptions/assumption.js';
import type { ConfiguredAccount } from '../../src/config/accounts.js';
import type { HttpClient } from '../../src/upstream/http.js';
import { read } from '../support/config-problems.js';
import { NOW, useExaminedVendors } from '../support/doctor.js';

const examined = useExaminedVendors();
const LIMITS = { timeoutMs: 10_000, maxBytes: 10_000_000 };

test.each([[200, 20], [55, 5], [19, 1], [9, 0]])('Of a limit of %i requests per minute, it uses at most %i', async (limit, most) => {
  const { requests, requestsAllowed, assumptions } = await examined.examine('exotel', { EXOTEL_REQUESTS_PER_MINUTE: String(limit) });
  expect(requestsAllowed).toBe(most);
  expect(requests).toBe(Math.min(most, 9));
  expect(examined.simulators.exotel.requests).toHaveLength(requests);
  if (most < 9) expect(assumptions.map(({ reason }) => reason)).toContain(`Not asked, because doctor sends at most ${most} requests to this account.`);
});

test('A lower limit that the vendor states counts from the first answer', async () => {
  examined.differ('skipcall', { answered: ({ headers }) => headers.set('x-ratelimit-limit', '12') });
  expect(await examined.examine('skipcall')).toMatchObject({ requests: 1, requestsAllowed: 1 });
});

/** The first AICaller account, with other assumptions. `httpOf` gets the client that the provider has. */
function withAssumptions(assumptions: readonly Assumption[], httpOf: (client: HttpClient) => void = () => undefined): ConfiguredAccount {
  const [configured] = read({ ...examined.simulators.aicaller.credentials }).accounts as [ConfiguredAccount];
  const definition: ConfiguredAccount['definition'] = {
    ...configured.definition,
    connect: (settings, dependencies) => {
      const http: typeof dependencies.http = (one) => {
        const client = dependencies.http(one);
        httpOf(client);
        return client;
      };
      return { ...configured.definition.connect(settings, { ...dependencies, http }), assumptions: () => assumptions };
    },
  };
  return { ...configured, definition };
}

/** A provider that asks as often as it is let, and tries to place a call. */
async function examineGreedy(requestsPerMinute: number | null) {
  let client: HttpClient | undefined;
  const greedy = (index: number): Assumption => ({
    id: `greedy-${index}`,
    claim: 'It may be asked again.',
    answersDepend: false,
    check: async ({ context }) => {
      await client?.get('/v1/phoneCalls/ffffffffffffffffffffffff', [], context, [404]);
      return holds('It may.');
    },
  });
  const dialing: Assumption = { id: 'dial', claim: 'It may dial.', answersDepend: false, check: async ({ context }) => holds(`HTTP ${(await client?.post('/v1/phoneCalls', {}, context))?.status}`) };
  const account = withAssumptions([greedy(0), dialing, ...Array.from({ length: 30 }, (_, index) => greedy(index + 1))], (http) => (client = http));
  return examine(connect({ ...account, requestLimit: requestsPerMinute === null ? null : { requests: requestsPerMinute, windowSeconds: 60 } }, LIMITS, () => NOW), null, () => NOW);
}

test('A check that fails in an unforeseen way is no crash, and its message is not shown', async () => {
  const account = withAssumptions([
    { id: 'reach', claim: 'It is there.', answersDepend: true, check: async () => holds('It is.') },
    { id: 'broken', claim: 'It can be read.', answersDepend: true, check: () => Promise.reject(new TypeError('+12025550143 is not iterable')) },
  ]);
  expect((await examine(connect(account, LIMITS, () => NOW), null, () => NOW)).assumptions).toMatchObject([{ verdict: 'HOLDS' }, { verdict: 'CANNOT_BE_TOLD', reason: 'Its answer has a form that the check can not read.' }]);
});

test.each([[null, 10], [100, 10], [150, 15]])('With a limit of %p, no provider gets more than %i requests', async (limit, most) => {
  const { requests } = await examineGreedy(limit);
  expect(requests).toBe(most);
  expect(examined.simulators.aicaller.requests).toHaveLength(most);
});

test('No provider can place a call', async () => {
  const { assumptions } = await examineGreedy(null);
  expect(assumptions.find(({ id }) => id === 'dial')).toMatchObject({ verdict: 'CANNOT_BE_TOLD', reason: 'Not asked, because doctor only reads.' });
  expect(examined.simulators.aicaller.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});
