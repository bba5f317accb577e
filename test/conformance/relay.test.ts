import fc from 'fast-check';
import { connectionFromArray, offsetToCursor } from 'graphql-relay';
import { idsOf, PAGE, type Page, walk } from '../support/feed-walk.js';
import { runs } from '../support/property.js';
import { useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 40 });
const ORDERS = ['NEWEST_FIRST', 'OLDEST_FIRST'] as const;
const lists = new Map<string, readonly string[]>();
const filter = { createdAt: { to: new Date().toISOString() } };

beforeAll(async () => {
  for (const order of ORDERS) lists.set(order, idsOf(await walk(graph.switchboard, { order, filter, sizes: [500] })));
});

interface Connection extends Omit<Page, 'pageInfo'> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
}

async function connection(order: string, first: number, after: string | null): Promise<Connection> {
  const query = PAGE.replace('pageInfo { hasNextPage endCursor }', 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }');
  return (await graph.data<{ calls: Connection }>(query, { filter, order, first, after })).calls;
}

test("From any place, in either order, a page is what Relay's own implementation makes of the whole list", async () => {
  const anyPage = fc.record({ order: fc.constantFrom(...ORDERS), first: fc.integer({ min: 1, max: 60 }), place: fc.nat({ max: 119 }) });
  await fc.assert(
    fc.asyncProperty(anyPage, async ({ order, first, place }) => {
      const ids = lists.get(order) ?? [];
      const after = place < ids.length ? place : null;
      const { edges: [edge] } = after === null ? { edges: [null] } : await connection(order, after + 1, null).then(({ edges }) => ({ edges: edges.slice(-1) }));
      const ours = await connection(order, first, edge?.cursor ?? null);
      const theirs = connectionFromArray([...ids], { first, ...(after !== null && { after: offsetToCursor(after) }) });
      expect(ours.edges.map(({ node }) => node.id)).toEqual(theirs.edges.map(({ node }) => node));
      expect(ours.pageInfo).toEqual({
        hasNextPage: theirs.pageInfo.hasNextPage,
        // Relay's implementation doesn't look back; its specification lets a server that can.
        hasPreviousPage: after !== null,
        startCursor: ours.edges[0]?.cursor ?? null,
        endCursor: ours.edges.at(-1)?.cursor ?? edge?.cursor ?? null,
      });
    }),
    runs(40),
  );
});

test('Whatever has an id is found again by it, as the same thing', async () => {
  const ids = (lists.get('NEWEST_FIRST') ?? []).slice(0, 30);
  const { nodes } = await graph.data<{ nodes: { __typename: string; id: string; agentLegs: { answered: boolean; agent: { id: string } }[]; recordings: { id: string }[]; contact: { id: string } | null }[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Call { agentLegs { answered agent { id } } recordings { id } contact { id } } } }',
    { ids },
  );
  expect(nodes.map(({ __typename, id }) => ({ __typename, id }))).toEqual(ids.map((id) => ({ __typename: 'Call', id })));
  const parts = nodes.flatMap(({ agentLegs, recordings, contact }) => [
    // The contact centre finds agents by the calls they answered.
    ...agentLegs.filter(({ answered }) => answered).map(({ agent: { id } }) => ({ __typename: 'Agent', id })),
    ...recordings.map(({ id }) => ({ __typename: 'Recording', id })),
    ...(contact ? [{ __typename: 'Contact', id: contact.id }] : []),
  ]);
  const again = await graph.data<{ nodes: unknown[] }>('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: parts.map(({ id }) => id) });
  expect(again.nodes).toEqual(parts);
  expect(new Set(parts.map(({ __typename }) => __typename))).toEqual(new Set(['Agent', 'Recording', 'Contact']));
});
