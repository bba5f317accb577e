import { getIntrospectionQuery } from 'graphql';
import { writeGlobalId } from '../support/global-ids.js';
import { place, posts } from '../support/dialing.js';
import { codesIn, type Data, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { SKIPCALL } from '../vendors/index.js';
import { ago, contactCenterRow, DAY, serve, sids } from '../vendors/rows.js';
import { Subscriber } from '../support/subscriber.js';

const graph = useGraph({ calls: 20, environment: { MAX_DEPTH: '9', MAX_ALIASES: '120', MAX_COST_REQUESTS: '100', MAX_COST_ROWS: '2000' } });

/** The number of requests that all providers received. */
const sent = () => Object.values(graph.simulators).reduce((sum: number, one: any) => sum + (one?.requests?.length ?? 0), 0);
/** A query with this depth. */
const deep = (depth: number) => {
  const contacts = Math.floor((depth - 3) / 3);
  const rest = (depth - 3) % 3;
  const innermost = ['id', 'contact { id }', 'contact { phoneNumber { raw } }'][rest];
  return `{ calls(first: 1) { nodes { ${'contact { calls(first: 1) { nodes { '.repeat(contacts)}${innermost}${' } } }'.repeat(contacts)} } } }`;
};
const skipcallIds = (count: number) => Array.from({ length: count }, (_, index) => String(SKIPCALL.row(index)['id']));
const CALLS_OF_CALLS = '{ calls(first: 50) { nodes { contact { calls(first: 50) { nodes { id } } } } } }';
const PLACING = `createPhoneCall(input: { teamId: "t", callTemplateId: "c", nameOfHuman: "Ada", toPhoneNumber: "+12025550143", promptVariableValues: [] }) { userErrors { code } }`;

async function refused(query: string, variables: Data = {}): Promise<Data> {
  const { status, errors, data } = await graph.ask(query, variables);
  expect({ status, data }).toEqual({ status: 400, data: undefined });
  expect(sent()).toBe(0);
  return { ...errors?.[0]?.extensions, message: errors?.[0]?.message };
}

describe('Refused before anything is fetched, with HTTP 400:', () => {
  test.each<[string, string, string]>([
    ['an operation that is too deep', deep(10), 'GRAPHQL_VALIDATION_FAILED'],
    ['an operation that is too deep through fragments', `{ calls(first: 1) { nodes { ...A } } } fragment A on Call { contact { calls(first: 1) { nodes { ...B } } } } fragment B on Call { contact { calls(first: 1) { nodes { contact { id } } } } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['too many aliases', aliased('EXOTEL', sids(121)), 'GRAPHQL_VALIDATION_FAILED'],
    ['too many directives', `{ providers ${'@include(if: true) '.repeat(101)}{ name } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['too many tokens', `{ providers { ${'name '.repeat(20_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
  ])('%s', async (_, query, code) => {
    expect(await refused(query)).toMatchObject({ code });
  });

  test.each([
    ['by aliases', `mutation { a: ${PLACING} b: ${PLACING} }`],
    ['by fragments', `mutation { ...A ...B } fragment A on Mutation { a: ${PLACING} } fragment B on Mutation { ...C } fragment C on Mutation { b: ${PLACING} }`],
    ['by inline fragments', `mutation { a: ${PLACING} ... { ... on Mutation { b: ${PLACING} } } }`],
    ['with another operation in the document', `query Q { providers { name } } mutation M { a: ${PLACING} b: ${PLACING} }`],
  ])('a mutation with several fields, %s', async (_, query) => {
    expect(await refused(query)).toMatchObject({ message: expect.stringContaining('A mutation has one field') });
  });

  test('too many requests, with the estimated cost', async () => {
    const ids = skipcallIds(101);
    const query = 'query ($ids: [String!]!) { callsByProviderIds(provider: SKIPCALL, providerCallIds: $ids) { id } }';
    expect(await refused(query, { ids })).toMatchObject({ code: 'OPERATION_TOO_COSTLY', cost: { requests: 101, rows: 101 }, limit: { requests: 100, rows: 2000 } });
    expect(codesIn(await graph.ask(query, { ids: ids.slice(0, 100) }))).toEqual([]);
  });

  test('too many rows, with the estimated cost', async () => {
    const { cost, ...refusal } = await refused(CALLS_OF_CALLS);
    expect(refusal).toMatchObject({ code: 'OPERATION_TOO_COSTLY', limit: { requests: 100, rows: 2000 }, message: expect.stringMatching(/\d+ requests .* \d+ rows/) });
    expect((cost as { rows: number }).rows).toBeGreaterThanOrEqual(2500);
  });

  test('a variable, or its default, that costs too much', async () => {
    const query = (given: string) => `query ($first: Int!${given}) { calls(first: $first) { nodes { contact { calls(first: $first) { nodes { id } } } } } }`;
    expect(await refused(query(''), { first: 500 })).toMatchObject({ code: 'OPERATION_TOO_COSTLY' });
    expect(await refused(query(' = 500'))).toMatchObject({ code: 'OPERATION_TOO_COSTLY' });
  });
});

test('More than a thousand entities or ids are refused, and none is requested', async () => {
  const some = sids(1001);
  const entities = await graph.ask('query ($all: [_Any!]!) { _entities(representations: $all) { ...on Call { id } } }', {
    all: some.map((providerCallId) => ({ __typename: 'Call', provider: 'EXOTEL', providerCallId })),
  });
  expect(entities.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument: 'representations' }]);
  const ids = await graph.ask('query ($all: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $all) { id } }', { all: some });
  expect(codesIn(ids)).toEqual(['BAD_USER_INPUT']);
  expect(sent()).toBe(0);
});

describe('Over WebSocket', () => {
  const subscription = (selection: string) => `subscription { callUpdated { ${selection} } }`;
  const CALLS = 'contact { calls(first: 1) { nodes { ';

  test.each<[string, string, string]>([
    ['depth', subscription(`${CALLS.repeat(3)} id ${' } } }'.repeat(3)}`), 'GRAPHQL_VALIDATION_FAILED'],
    ['aliases', subscription(Array.from({ length: 121 }, (_, index) => `a${index}: id`).join(' ')), 'GRAPHQL_VALIDATION_FAILED'],
    ['directives', subscription(`id ${'@include(if: true) '.repeat(101)}`), 'GRAPHQL_VALIDATION_FAILED'],
    ['words', subscription('id '.repeat(20_000)), 'GRAPHQL_PARSE_FAILED'],
    ['rows', subscription('contact { calls(first: 50) { nodes { contact { calls(first: 50) { nodes { id } } } } } }'), 'OPERATION_TOO_COSTLY'],
  ])('too many %s end the subscription too', async (_, query, code) => {
    const subscriber = new Subscriber(graph.switchboard.url, query);
    const errors = (await subscriber.ends()) as { extensions: Data }[];
    expect(errors[0]?.extensions).toMatchObject({ code });
    if (code === 'OPERATION_TOO_COSTLY') expect(errors[0]?.extensions).toMatchObject({ cost: { rows: expect.any(Number) }, limit: { requests: 100, rows: 2000 } });
    subscriber.close();
  });
});

describe('Allowed:', () => {
  test('an operation at the limits of depth and aliases', async () => {
    expect(codesIn(await graph.ask(deep(9)))).toEqual([]);
    expect(codesIn(await graph.ask(aliased('EXOTEL', sids(120))))).toEqual([]);
  });

  test('a mutation field that occurs twice in equal form, which places one call', async () => {
    expect(codesIn(await place(graph))).toEqual([]);
    expect(codesIn(await graph.ask(`mutation { ${PLACING} ... { ${PLACING} } }`))).toEqual([]);
    expect(posts(graph).length).toBe(2);
  });
});

describe('With the default limits', () => {
  const plain = useGraph({ calls: 20 });

  test.each<[string, string, Data]>([
    ['a hundred aliases', aliased('EXOTEL', sids(100)), {}],
    ['the introspection query', getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, oneOf: true }), {}],
    ['a page of five hundred calls', '{ calls(first: 500) { nodes { id agents { name } agentLegs { agent { name } } recordings { url } contact { name } } } }', {}],
    ['a thousand Sids', 'query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id agents { id } } }', { ids: sids(1000) }],
    ['a thousand global ids', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: sids(1000).map((one) => writeGlobalId('Call', 'EXOTEL', one)) }],
    ['ten pages of ten calls with ten calls of each contact', `{ ${Array.from({ length: 10 }, (_, index) => `a${index}: calls(first: 10) { nodes { contact { calls(first: 10) { nodes { id } } } } }`).join(' ')} }`, {}],
  ])('%s is answered', async (_, query, variables) => {
    const { status, errors } = await plain.ask(query, variables);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });
});

test('A call with many recordings that lead back to it is answered up to the row limit', async () => {
  const recordings = Array.from({ length: 60 }, (_, index) => ({ id: index, url: `https://media.example.com/${index}.mp3` }));
  serve(graph.simulators.contactCenter, contactCenterRow(1, ago(DAY), { recordings }));
  const nested = (levels: number): string => (levels === 0 ? 'id' : `recordings { call { ${nested(levels - 1)} } }`);
  const query = (levels: number) => `{ callByProviderId(provider: CONTACT_CENTER, providerCallId: "1") { ${nested(levels)} } }`;
  expect((await graph.ask(query(1))).errors).toBeUndefined();
  const { errors } = await graph.ask(query(3));
  expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(new Set(['OPERATION_TOO_COSTLY']));
});
