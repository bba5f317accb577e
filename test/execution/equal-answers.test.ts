import { execute, type ExecutionResult, getNamedType, type GraphQLField, isCompositeType, isInterfaceType, isObjectType, isRequiredArgument, isUnionType } from 'graphql';
import { Executor, type OperationToExecute } from '../../src/graph/execution/executor.js';
import { getSubgraph } from '../../src/graph/schema.js';
import { writeGlobalId } from '../support/global-ids.js';
import { useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 60 });
const schema = getSubgraph();

/** Values of the moment, of which two answers never have the same. */
const OF_THE_MOMENT = new Set(['Budget', 'ProviderHealth', 'RecordingLink']);
const DEPTH = 5;

/** All fields of a type that need no argument, down to a depth. A type is not repeated below itself. */
function everyField(typeName: string, above: readonly string[] = []): string {
  const type = schema.getType(typeName);
  if (isUnionType(type)) return `{ __typename ${type.getTypes().map(({ name }) => `... on ${name} ${everyField(name, above)}`).join(' ')} }`;
  if (isInterfaceType(type)) return `{ __typename ${schema.getPossibleTypes(type).map(({ name }) => `... on ${name} ${everyField(name, above)}`).join(' ')} }`;
  if (!isObjectType(type)) throw new Error(`${typeName} has no fields.`);
  const fields = Object.values(type.getFields()).flatMap((field) => written(field, [...above, typeName]));
  return `{ __typename ${fields.join(' ')} }`;
}

function written(field: GraphQLField<unknown, unknown>, above: readonly string[]): string[] {
  const { name } = getNamedType(field.type);
  if (field.args.some(isRequiredArgument) || OF_THE_MOMENT.has(name)) return [];
  // Unions repeat field names with other types.
  const response = `${above.at(-1)}_${field.name}: ${field.name}`;
  if (!isCompositeType(getNamedType(field.type))) return [response];
  return above.includes(name) || above.length >= DEPTH ? [] : [`${response} ${everyField(name, above)}`];
}

const everyCall = everyField('Call');

/** The text of an answer, executed by a plan or by GraphQL.js. */
async function textOf(query: string, variables: Record<string, unknown>, by: 'plan' | 'graphql-js'): Promise<string> {
  const byPlan = Object.getOwnPropertyDescriptor(Executor.prototype, 'execute') ?? {};
  if (by === 'graphql-js') Object.defineProperty(Executor.prototype, 'execute', { ...byPlan, value: executeByGraphqlJs });
  try {
    const response = await fetch(graph.switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
    // A cursor has a random part, and how far back a history goes moves with the clock.
    return `${response.status} ${(await response.text()).replace(/((?:ursor|coveredFrom)":")[^"]+/g, '$1')}`;
  } finally {
    Object.defineProperty(Executor.prototype, 'execute', byPlan);
  }
}

function executeByGraphqlJs({ document, operationName, variables, context }: OperationToExecute): ExecutionResult | Promise<ExecutionResult> {
  return execute({ schema, document, operationName, variableValues: variables, contextValue: context });
}

async function expectEqual(query: string, variables: Record<string, unknown> = {}): Promise<string> {
  const expected = await textOf(query, variables, 'graphql-js');
  const text = await textOf(query, variables, 'plan');
  const difference = [...text].findIndex((character, index) => character !== expected[index]);
  // Only where they differ, because an answer may have a megabyte.
  const from = Math.max(0, difference - 200);
  expect(difference < 0 ? text.length : text.slice(from, from + 400)).toEqual(difference < 0 ? expected.length : expected.slice(from, from + 400));
  return text;
}

const PROVIDERS = ['AICALLER', 'CONTACT_CENTER', 'EXOTEL', 'TWILIO', 'PLIVO'];

test.each(PROVIDERS)("All fields of %s's calls are equal, with a call that does not exist and an id that is none", async (provider) => {
  const { calls } = await graph.data<{ calls: { nodes: { providerCallId: string }[] } }>(`{ calls(first: 4, filter: { providers: [${provider}] }) { nodes { providerCallId } } }`);
  const ids = [...calls.nodes.map(({ providerCallId }) => providerCallId), '5f0000000000000000000000', ''];

  expect(await expectEqual(`query ($ids: [String!]!) { callsByProviderIds(provider: ${provider}, providerCallIds: $ids) ${everyCall} }`, { ids })).toContain('"errors"');
});

test("All fields of Skipcall's calls, which are in no list, are equal", async () => {
  const ids = graph.simulators.skipcall.rows.slice(0, 3).map(({ id }) => id);

  await expectEqual(`query ($ids: [String!]!) { callsByProviderIds(provider: SKIPCALL, providerCallIds: $ids) ${everyCall} }`, { ids });
});

test('A page of the feed is equal in all fields, also while a provider fails', async () => {
  const feed = `query ($after: String) { calls(first: 10, after: $after) ${everyField('CallConnection')} }`;
  await expectEqual(feed);
  graph.simulators.exotel.faults.add({ fault: { kind: 'status', status: 500 }, times: Infinity });
  await expectEqual(feed);
});

test('Nodes of every type are equal, with ids that are none', async () => {
  const { calls } = await graph.data<{ calls: { nodes: { id: string; contact: { id: string } | null; recordings: { id: string }[] }[] } }>('{ calls(first: 10) { nodes { id contact { id } recordings { id } } } }');
  const ids = [...calls.nodes.flatMap(({ id, contact, recordings }) => [id, contact?.id ?? id, ...recordings.map((one) => one.id)]), 'none', writeGlobalId('Agent', 'EXOTEL', 'nobody')].slice(0, 25);

  await expectEqual(`query ($ids: [ID!]!) { nodes(ids: $ids) ${everyField('Node')} }`, { ids });
});

test('Entities are equal, by every key', async () => {
  const { calls } = await graph.data<{ calls: { nodes: { id: string; provider: string; providerCallId: string }[] } }>('{ calls(first: 3) { nodes { id provider providerCallId } } }');
  const representations = calls.nodes.flatMap(({ id, provider, providerCallId }) => [
    { __typename: 'Call', id },
    { __typename: 'Call', provider, providerCallId },
    { __typename: 'Contact', e164: '+12025550143' },
    { __typename: 'Call' },
  ]);

  await expectEqual(`query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Call ${everyCall} } }`, { representations });
});

test.each([
  ['fragments and directives', 'query ($all: Boolean!) { calls(first: 3) { ...page pageInfo @skip(if: $all) { hasNextPage } } } fragment page on CallConnection { nodes { id ...more @include(if: $all) } } fragment more on Call { status from { raw } }', { all: true }],
  ['aliases of one list', '{ one: calls(first: 2) { nodes { id } } two: calls(first: 2, filter: { directions: INBOUND }) { nodes { id direction } } }', {}],
  ['an error at the root', '{ calls(first: 100000) { nodes { id } } call(id: "none") { id } providers { name } }', {}],
  ['variables with defaults', 'query ($first: Int = 2, $filter: CallFilter = { statuses: [COMPLETED] }) { calls(first: $first, filter: $filter) { nodes { id status } } }', {}],
  ['the SDL', '{ _service { sdl } }', {}],
  ['introspection', '{ __schema { queryType { name } types { kind name fields { name type { name ofType { name } } } } } }', {}],
])('%s are equal', async (_, query, variables) => {
  await expectEqual(query, variables);
});

test('The metric says what has executed an operation', async () => {
  const { url } = graph.switchboard;
  const counted = async () => (await (await fetch(new URL('/metrics', url))).text()).match(/^switchboard_operations_executed_total\{.*$/gm);
  await graph.data('{ providers { name } }');

  expect(await counted()).toEqual([expect.stringMatching(/by="plan"\} \d+/)]);
});
