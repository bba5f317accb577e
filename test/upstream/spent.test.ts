import { useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 30, environment: { MAX_COST_REQUESTS: '2' } });

test('An operation that needs more requests than estimated gets at most twice the limit', async () => {
  // No estimate covers this: Exotel's six months are searched, one request per month.
  const query = '{ calls(first: 1, filter: { providers: [EXOTEL], price: { min: "1000000" } }) { nodes { id } sources { provider status code } } }';
  const { calls } = await graph.data<{ calls: { nodes: unknown[]; sources: unknown[] } }>(query);
  expect(graph.simulators.exotel.requests.length).toBe(4);
  expect(calls.nodes).toEqual([]);
  expect(calls.sources).toContainEqual({ provider: 'EXOTEL', status: 'FAILED', code: 'RATE_LIMITED' });
});
