import { ago, DAY, plivoRow, plivoTime, plivoUuid, SECOND, serve } from '../../vendors/rows.js';
import { feedPages } from '../../support/feed.js';
import { type Data, useGraph } from '../../support/graph.js';

const graph = useGraph({ calls: 0 });
const MINUTE = 60 * SECOND;
const COUNT = 2000;
const GAP = 43 * SECOND;
const BEGINNING = ago(4 * DAY);
const createdAt = (index: number) => BEGINNING + index * GAP;

test('An account that refuses the filter by talk time has all its calls, in order, in more requests', async () => {
  const { plivo } = graph.simulators;
  const talk = (index: number) => (index % 100 === 0 ? 300 * MINUTE : MINUTE);
  serve(plivo, ...Array.from({ length: COUNT }, (_, index) => plivoRow(plivoUuid(index), createdAt(index), { end_time: plivoTime(createdAt(index) + talk(index)), bill_duration: talk(index) / SECOND })));
  plivo.faults.add({ when: ({ query }) => query.has('bill_duration__gte'), fault: { kind: 'status', status: 400, body: { error: 'bill_duration__gte is not a parameter.' } }, times: Infinity });

  const pages = await feedPages(graph, { filter: { providers: ['PLIVO'], createdAt: { from: new Date(createdAt(500)).toISOString(), to: new Date(createdAt(599)).toISOString() } }, first: 50 });

  expect(pages.flatMap(({ nodes }: { nodes: readonly Data[] }) => nodes.map(({ providerCallId }) => providerCallId))).toEqual(Array.from({ length: 100 }, (_, index) => plivoUuid(599 - index)));
  expect(pages.flatMap(({ sources }) => sources.filter(({ provider, status }) => provider === 'PLIVO' && status !== 'OK'))).toEqual([]);
  await feedPages(graph, { filter: { providers: ['PLIVO'], createdAt: { to: new Date(createdAt(599)).toISOString() } }, first: 500 });
  expect(plivo.requests.filter(({ query }) => query.has('bill_duration__gte'))).toHaveLength(1);
});
