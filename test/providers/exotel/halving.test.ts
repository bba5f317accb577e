import type { Fault, RecordedRequest } from '../../../src/simulators/index.js';
import { bulkRequests, sidsIn } from '../../support/exotel-requests.js';
import { ago, DAY, exotelRow, serve, sid, sids } from '../../vendors/rows.js';
import { useGraph } from '../../support/graph.js';

const graph = useGraph({ calls: 0 });
const query = 'query ($sids: [String!]!) { calls: callsByProviderIds(provider: EXOTEL, providerCallIds: $sids) { providerCallId } }';
const ask = (asked: string[]) => graph.ask(query, { sids: asked });
const strike = (fault: Fault, when: (request: RecordedRequest) => boolean = () => true) =>
  graph.simulators.exotel.faults.add({ fault, times: Infinity, when });

beforeEach(() => serve(graph.simulators.exotel, ...sids(250).map((one) => exotelRow(one, ago(DAY)))));

describe.each([
  [400, 'PROVIDER_BAD_RESPONSE'],
  [500, 'PROVIDER_UNAVAILABLE'],
])('A Sid for which Exotel answers %i', (status, code) => {
  test.each([0, 37, 99])('fails alone, as number %i of a hundred', async (place) => {
    const poison = sid(place);
    strike({ kind: 'status', status }, (request) => sidsIn(request).includes(poison));
    const { data, errors } = await ask(sids(100));
    expect(data).toEqual({ calls: sids(100).map((one) => (one === poison ? null : { providerCallId: one })) });
    expect(errors).toMatchObject([{ path: ['calls', place], extensions: { code, provider: 'EXOTEL' } }]);
    expect(bulkRequests(graph.simulators.exotel).length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(100)));
  });

  test('does not affect the other batches of the operation', async () => {
    strike({ kind: 'status', status }, (request) => sidsIn(request).includes(sid(150)));
    const { data, errors } = await ask(sids(250));
    expect((data['calls'] as unknown[]).filter((call) => call === null).length).toBe(1);
    expect(errors).toHaveLength(1);
  });
});

test('Two refused Sids in different halves fail alone', async () => {
  const poisons = [sid(3), sid(96)];
  strike({ kind: 'status', status: 400 }, (request) => sidsIn(request).some((one) => poisons.includes(one)));
  const { errors } = await ask(sids(100));
  expect(errors?.map(({ path }) => path?.[1])).toEqual([3, 96]);
});

test('An outage costs seven requests for a hundred calls, not 199, and all of them fail', async () => {
  strike({ kind: 'status', status: 500 });
  const { data, errors } = await ask(sids(100));
  expect(data).toEqual({ calls: sids(100).map(() => null) });
  expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(new Set(['PROVIDER_UNAVAILABLE']));
  expect(graph.simulators.exotel.requests.length).toBe(7);
});

test.each<[string, Fault, string]>([
  ['wrong credentials', { kind: 'status', status: 401 }, 'PROVIDER_UNAUTHORIZED'],
  ['a rate limit', { kind: 'status', status: 429 }, 'PROVIDER_RATE_LIMITED'],
  ['a dropped connection', { kind: 'reset' }, 'PROVIDER_UNAVAILABLE'],
])('%s does not depend on one call, and costs one request', async (_, fault, code) => {
  strike(fault);
  const { errors } = await ask(sids(100));
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(sids(100).map(() => code));
  expect(graph.simulators.exotel.requests.length).toBe(1);
});
