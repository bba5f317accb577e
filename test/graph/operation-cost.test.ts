import fc from 'fast-check';
import { extendSchema, getIntrospectionQuery, parse, type SelectionSetNode } from 'graphql';
import { ANYBODY, type Caller } from '../../src/access/caller.js';
import { fieldCosts } from '../../src/graph/cost/field-costs.js';
import { LastingCosts } from '../../src/graph/cost/lasting-costs.js';
import { listsWithoutSize } from '../../src/graph/cost/list-sizes.js';
import { CostEstimator } from '../../src/graph/cost/operation-cost.js';
import { getSubgraph } from '../../src/graph/schema.js';
import { runs } from '../support/property.js';
import { writeGlobalId } from '../support/global-ids.js';
import { defaultAccount } from '../../src/model/account.js';
import type { ConnectedAccount } from '../../src/providers/provider.js';

const provider = (name: ConnectedAccount['name'], idsPerRequest: number | null, lists = true) =>
  ({ account: defaultAccount(name), name, lookup: { idsPerRequest }, ...(lists && { list: {} }) }) as unknown as ConnectedAccount;
const reckoner = new CostEstimator(getSubgraph(), [
  provider('AICALLER', 1),
  provider('CONTACT_CENTER', null),
  provider('EXOTEL', 100),
  provider('SKIPCALL', 1, false),
]);
const costOf = (query: string, variables?: Record<string, unknown>, caller: Caller = ANYBODY) => reckoner.costOf({ document: parse(query), variables }, caller);
const idOf = (name: string, id = '1') => writeGlobalId('Call', name, id);
const VARIED = parse(`query ($first: Int = 10, $p: Boolean = true, $likely: Boolean = false, $ids: [String!]! = ["1"]) {
  calls(first: $first) { nodes { ...C contact { calls(first: $first) { nodes { ...C @include(if: $p) } } } } }
  callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { ...C ...M @skip(if: $p) }
  providers { ...P }
} fragment C on Call { id from { raw } recordings { id } agents { calls(first: 3) { nodes { id } } } } fragment M on Call { sameCallAs(includeLikely: $likely) { call { ...C } } } fragment P on Provider { name health { status } }`);
const many = (count: number, member: (index: number) => unknown) => Array.from({ length: count }, (_, index) => member(index));

describe('The estimated cost of an operation', () => {
  test.each<[string, number, number, Record<string, unknown>?]>([
    ['{ providers { name health { status } } }', 0, 0],
    ['{ __schema { types { name } } }', 0, 0],
    [`{ call(id: "${idOf('SKIPCALL')}") { id } }`, 1, 1],
    [`{ call(id: "${idOf('EXOTEL')}") { id from { raw } } }`, 1, 1],
    ['{ call(id: "nonsense") { id } }', 0, 1],
    [`{ a: call(id: "${idOf('SKIPCALL')}") { id } b: call(id: "${idOf('AICALLER')}") { id } }`, 2, 2],
    ['query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id } }', 3, 250, { ids: many(250, String) }],
    ['query ($ids: [String!]!) { callsByProviderIds(provider: SKIPCALL, providerCallIds: $ids) { id } }', 250, 250, { ids: many(250, String) }],
    ['query ($ids: [String!]!) { callsByProviderIds(provider: CONTACT_CENTER, providerCallIds: $ids) { id } }', 250, 250, { ids: many(250, String) }],
    ['query ($ids: [ID!]!) { callsByIds(ids: $ids) { id } }', 101, 200, { ids: [...many(100, (index) => idOf('EXOTEL', `${index}`)), ...many(100, (index) => idOf('SKIPCALL', `${index}`))] }],
    ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', 1, 2, { ids: [writeGlobalId('Contact', '+12025550143'), writeGlobalId('Recording', idOf('EXOTEL'), '#0')] }],
    [`{ recording(id: "${writeGlobalId('Recording', idOf('SKIPCALL'), '#0')}") { call { id } } }`, 1, 1],
    [`{ agent(id: "${writeGlobalId('Agent', 'CONTACT_CENTER', '1')}") { name } }`, 1, 1],
    ['{ calls(first: 100) { nodes { id } } }', 6, 100],
    ['{ calls(first: 500) { nodes { id } } }', 18, 500],
    ['{ calls { nodes { id } } }', 5, 50],
    ['{ calls(first: 100, filter: { providers: [EXOTEL, SKIPCALL] }) { nodes { id } } }', 2, 100],
    ['{ calls(first: 100, filter: { providers: [SKIPCALL] }) { nodes { id } } }', 0, 100],
    ['{ calls(first: -5) { nodes { id } } }', 3, 0],
    ['{ calls(first: 2000000000) { nodes { id } } }', 18, 500],
    ['{ contactByPhoneNumber(phoneNumber: "+12025550143") { id e164 } }', 0, 1],
    ['{ contactByPhoneNumber(phoneNumber: "+12025550143") { name } }', 3, 1],
    ['{ contactByPhoneNumber(phoneNumber: "+12025550143") { ... { n: name email } } }', 3, 1],
    ['query { contactByPhoneNumber(phoneNumber: "+12025550143") { ...Who } } fragment Who on Contact { firstName }', 3, 1],
    ['{ contactByPhoneNumber(phoneNumber: "+12025550143") { calls(first: 100) { nodes { id } } } }', 10, 101],
    // Ten calls, with ten calls of each contact.
    ['{ calls(first: 10) { nodes { contact { calls(first: 10) { nodes { id } } } } } }', 59, 110],
    ['query ($first: Int! = 10) { calls(first: $first) { nodes { contact { calls(first: $first) { nodes { id } } } } } }', 59, 110],
    ['query ($some: [_Any!]!) { _entities(representations: $some) { ...on Call { id } } }', 3, 4, {
      some: [{ __typename: 'Call', provider: 'EXOTEL', providerCallId: 'a' }, { __typename: 'Call', id: idOf('SKIPCALL') }, { __typename: 'Contact', e164: '+12025550143' }, { __typename: 'Call', id: idOf('AICALLER') }],
    }],
    ['query ($some: [_Any!]!) { _entities(representations: $some) { ...on Contact { name } } }', 30, 10, { some: many(10, (index) => ({ __typename: 'Contact', e164: `+1202555010${index}` })) }],
    ['mutation ($input: CreatePhoneCallInput!) { createPhoneCall(input: $input) { call { id } } }', 1, 1, {
      input: { teamId: 't', callTemplateId: 'c', nameOfHuman: 'Ada', toPhoneNumber: '+12025550143', promptVariableValues: [] },
    }],
    ['subscription { callUpdated { id } }', 1, 1],
    // Needs a default value, because Jest treats a fourth parameter without one as a callback.
  ])('%s', (query, requests, rows, variables = {}) => {
    expect(costOf(query, variables)).toMatchObject({ requests, rows });
  });

  test('is null if its variables are invalid or the operation does not exist: executing it reports why', () => {
    expect(costOf('query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id } }', {})).toBeNull();
    expect(reckoner.costOf({ document: parse('query A { providers { name } } query B { providers { name } }'), operationName: 'C' }, ANYBODY)).toBeNull();
  });

  test('is the cost of the operation that will be executed', () => {
    const document = parse('query Dear { calls(first: 500) { nodes { id } } } query Cheap { providers { name } }');
    expect(reckoner.costOf({ document, operationName: 'Cheap' }, ANYBODY)).toMatchObject({ requests: 0, rows: 0 });
    expect(reckoner.costOf({ document, operationName: 'Dear' }, ANYBODY)).toMatchObject({ requests: 18, rows: 500 });
  });

  test('counts only the accounts of its caller, whatever others there are', () => {
    const caller: Caller = { ...ANYBODY, accounts: new Set(['exotel']) };
    expect(costOf('{ calls(first: 100) { nodes { id } } }', {}, caller)).toMatchObject({ requests: 2 });
    expect(costOf(`{ call(id: "${idOf('SKIPCALL')}") { id } }`, {}, caller)).toMatchObject({ requests: 0 });
    expect(costOf('{ callByProviderId(provider: SKIPCALL, providerCallId: "1") { id } }', {}, caller)).toMatchObject({ requests: 0 });
  });

  test('excludes what a directive excludes', () => {
    const query = 'query ($all: Boolean!) { calls(first: 100) @include(if: $all) { nodes { id } } providers @skip(if: $all) { name } }';
    expect(costOf(query, { all: false })).toMatchObject({ requests: 0, rows: 0 });
    expect(costOf(query, { all: true })).toMatchObject({ requests: 6, rows: 100 });
  });

  test("multiplies nested pages, so that a small document can't request everything", () => {
    const nested = (levels: number): string => (levels === 0 ? 'id' : `contact { calls(first: 100) { nodes { ${nested(levels - 1)} } } }`);
    const rows = [1, 2, 3].map((levels) => costOf(`{ calls(first: 100) { nodes { ${nested(levels)} } } }`)?.rows);
    expect(rows[0]).toBe(10_100);
    expect(rows[1]).toBe(1_010_100);
    expect(rows[2]).toBe(101_010_100);
  });

  test('is at least one request for each of many people whose names are requested', () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ...on Contact { name } ...on Call { id } } }';
    const ids = many(1000, (index) => writeGlobalId('Contact', `+1202555${String(index).padStart(4, '0')}`));
    expect(costOf(query, { ids })?.requests).toBe(525);
    expect(costOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })?.requests).toBe(0);
  });
});

describe('The cost in values:', () => {
  const valuesOf = (query: string) => costOf(query)?.values;

  test.each<[string, string, number]>([
    ['__typename counts as any other', '{ calls(first: 100) { nodes { __typename id } } }', 1 + 100 + 200],
    ['aliases count', `{ calls(first: 500) { nodes { ${many(1900, (index) => `a${index}: __typename`).join(' ')} } } }`, 1 + 500 + 500 * 1900],
    ['both lists of a connection count', '{ calls(first: 10) { nodes { id } edges { node { id } } } }', 1 + 20 + 10 + 10 + 10],
    ['lists that lead back to their parent count each time', '{ calls(first: 10) { nodes { recordings { call { recordings { call { id } } } } } } }', 1 + 10 + 50 + 50 + 250 + 250 + 250],
    ['the most expensive type of an abstract type counts', `{ node(id: "${idOf('EXOTEL')}") { ...on Call { id status } ...on Agent { id } } }`, 1 + 2],
    ['an invalid id is an error, which is expensive', '{ nodes(ids: ["x", "y"]) { id } }', 2 + 2 + 200],
    ['each page size counts separately', `{ ${many(5, (index) => `a${index}: calls(first: ${index}) { ...F }`).join(' ')} } fragment F on CallConnection { nodes { id } edges { cursor } }`, 5 + (1 + 1) + 4 * 10],
    ['the schema counts', '{ __schema { types { name } } }', 1 + 150 + 150],
  ])('%s', (_, query, values) => {
    expect(valuesOf(query)).toBe(values);
  });

  test('recordings that lead back to their call count, with an end', () => {
    const nested = (levels: number): string => (levels === 0 ? 'id' : `recordings { call { ${nested(levels - 1)} } }`);
    expect(valuesOf(`{ calls(first: 50) { nodes { ${nested(6)} } } }`)).toBeGreaterThan(1_000_000);
  });

  test('fragments that spread each other take no exponential time', () => {
    const fragments = many(40, (index) => `fragment F${index} on Call { ...F${index + 1} ...F${index + 1} }`).join(' ');
    expect(valuesOf(`{ calls(first: 1) { nodes { ...F0 } } } ${fragments} fragment F40 on Call { id }`)).toBeGreaterThan(2 ** 40);
  });

  test('one list in hundreds of fields is read once, and so are hundreds of pages with one fragment', () => {
    let reads = 0;
    const ids = new Proxy(many(1000, (index) => `b${index}`), { get: (list, key) => ((reads += key === '500' ? 1 : 0), Reflect.get(list, key) as unknown) });
    const lists = many(400, (index) => `a${index}: nodes(ids: $ids) { id }`).join(' ');
    costOf(`query ($ids: [ID!]!) { ${lists} }`, { ids });
    expect(reads).toBe(1);
    const fields = many(300, (index) => `...G${index}`).join(' ');
    const fragments = many(300, (index) => `fragment G${index} on CallConnection { x${index}: totalCount }`).join(' ');
    const pages = many(400, (index) => `a${index}: calls(first: ${index + 1}) { ...F }`).join(' ');
    expect(valuesOf(`{ ${pages} } fragment F on CallConnection { ${fields} } ${fragments}`)).toBe(400 * 301);
  });

  test('the usual introspection query is allowed', () => {
    expect(valuesOf(getIntrospectionQuery())).toBeLessThan(250_000);
  });
});

describe('The schema', () => {
  const schema = getSubgraph();

  test('has a size for every list', () => {
    const reckoned = fieldCosts([]);
    expect(listsWithoutSize(schema, (type, field) => reckoned[type]?.[field] !== undefined)).toEqual([]);
  });

  test('is refused at start if a list has no size', () => {
    const careless = extendSchema(schema, parse('extend type Agent { shifts: [String!]! }'));
    expect(() => new CostEstimator(careless, [])).toThrow(/Agent\.shifts/);
  });
});

test('The cost of a document that was estimated before is that of one that was not, whatever its variables', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ first: fc.constantFrom(0, 1, 2, 3, 500), p: fc.boolean(), likely: fc.boolean(), ids: fc.constantFrom([], many(150, String)) }, { requiredKeys: [] }), { minLength: 2, maxLength: 5 }), (several) => {
      for (const variables of several) {
        const anew = reckoner.costOf({ document: parse(VARIED.loc?.source.body ?? ''), variables }, ANYBODY);
        expect(anew?.values).toBeGreaterThan(0);
        expect(reckoner.costOf({ document: VARIED, variables }, ANYBODY)).toEqual(anew);
      }
    }),
    runs(100),
  );
});

test('Any number of selections have costs that are kept in limited memory', () => {
  const kept = new LastingCosts(100);
  const selections = Array.from({ length: 1000 }, () => ({}) as SelectionSetNode);
  for (const [index, selection] of selections.entries()) {
    kept.keep(selection, 'Call', { requests: index, rows: 0, values: 0 });
    expect(kept.get(selection, 'Call')).toEqual({ requests: index, rows: 0, values: 0 });
  }
  expect(selections.filter((selection) => kept.get(selection, 'Call')).length).toBeLessThanOrEqual(100);
});
