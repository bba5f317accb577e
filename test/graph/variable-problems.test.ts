import fc from 'fast-check';
import { getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { getSubgraph } from '../../src/graph/schema.js';
import { variableProblems } from '../../src/graph/variable-problems.js';
import { runs } from '../support/property.js';

const schema = getSubgraph();

function operationOf(query: string): OperationDefinitionNode {
  return parse(query).definitions[0] as OperationDefinitionNode;
}

const problemsOf = (query: string, variables: Record<string, unknown>) => variableProblems(schema, operationOf(query), variables).map(({ message }) => message);

const OPERATION = `query (
  $filter: CallFilter, $ids: [ID!]!, $first: Int! = 10, $order: CallOrder = NEWEST_FIRST, $input: CreatePhoneCallInput,
  $from: DateTime, $any: [_Any!], $record: Boolean, $after: String, $id: ID!, $order2: CallOrder!
) { __typename }`;

describe('The variables check accepts the same variables as GraphQL.js:', () => {
  const leaf = fc.oneof(
    fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 31 - 1, '', 'COMPLETED', 'NEWEST_FIRST', '+12025550143', '2026-01-01T00:00:00Z', 'AICALLER', 'constructor'),
    fc.string({ maxLength: 3 }),
  );
  const loose = fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: fc.array(leaf, { maxLength: 2 }) }, { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('min', 'from', 'x'), leaf) });
  /** Mostly valid values, sometimes any value. */
  const mostly = (right: fc.Arbitrary<unknown>) => fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: loose });
  const some = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });
  const status = mostly(fc.constantFrom('COMPLETED', 'QUEUED'));
  const filter = some({
    providers: mostly(fc.array(mostly(fc.constant('EXOTEL')), { maxLength: 2 })),
    statuses: mostly(fc.oneof(status, fc.array(status, { maxLength: 2 }))),
    createdAt: mostly(some({ from: mostly(fc.constant('2026-01-01T00:00:00Z')), to: loose })),
    duration: mostly(some({ min: mostly(fc.nat()), max: mostly(fc.nat()) })),
    phoneNumbers: mostly(fc.array(mostly(fc.string()), { maxLength: 2 })),
    exotel: mostly(some({ sids: mostly(fc.array(fc.string(), { maxLength: 2 })) })),
  });
  const input = fc.record(
    {
      teamId: mostly(fc.constant('t')),
      callTemplateId: mostly(fc.constantFrom('c', 7)),
      nameOfHuman: mostly(fc.constant('Jo')),
      toPhoneNumber: mostly(fc.constant('+12025550143')),
      promptVariableValues: mostly(fc.array(mostly(fc.constant({ key: 'k', value: 'v' })), { maxLength: 2 })),
      record: mostly(fc.boolean()),
    },
    { requiredKeys: ['teamId', 'callTemplateId', 'nameOfHuman'] },
  );
  const variables = fc.record(
    {
      filter: mostly(filter),
      ids: mostly(fc.oneof(fc.constant('a'), fc.array(mostly(fc.constantFrom('a', 1)), { maxLength: 3 }))),
      first: mostly(fc.nat(500)),
      order: mostly(fc.constant('OLDEST_FIRST')),
      input: mostly(input),
      from: mostly(fc.constant('2026-01-01T00:00:00Z')),
      any: mostly(fc.array(mostly(fc.constant({ __typename: 'Call', id: 'a' })), { maxLength: 2 })),
      record: mostly(fc.boolean()),
      after: mostly(fc.string()),
      id: mostly(fc.constant('a')),
      order2: mostly(fc.constant('NEWEST_FIRST')),
      unknown: loose,
    },
    { requiredKeys: ['ids', 'id', 'order2'] },
  );

  test('it is neither stricter nor more lenient', () => {
    const operation = operationOf(OPERATION);
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(variables, (given) => {
        const isRight = getVariableValues(schema, operation.variableDefinitions ?? [], given).errors === undefined;
        seen[isRight ? 'right' : 'wrong'] += 1;
        expect(variableProblems(schema, operation, given).length === 0).toBe(isRight);
      }),
      runs(2000),
    );
    expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(200);
  });
});

describe('A problem in variables has the path and the rule, and never the value:', () => {
  test.each([
    ['query ($i: ID!) { node(id: $i) { id } }', {}, 'Variable "$i" of required type "ID!" was not provided.'],
    ['query ($i: ID!) { node(id: $i) { id } }', { i: null }, 'Variable "$i" of non-null type "ID!" must not be null.'],
    ['query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: ['a', null] }, 'Variable "$i" got invalid value at "i[1]"; expected "ID!", not null.'],
    ['query ($f: CallFilter) { __typename }', { f: { statuses: ['COMPLETE'] } }, 'Variable "$f" got invalid value at "f.statuses[0]"; expected a value of enum "CallStatus".'],
    ['query ($f: CallFilter) { __typename }', { f: { statuss: [] } }, 'Variable "$f" got invalid value at "f.statuss"; type "CallFilter" has no such field.'],
    ['query ($f: CallFilter) { __typename }', { f: { duration: { min: 'secret' } } }, 'Variable "$f" got invalid value at "f.duration.min"; expected type "Int".'],
    ['query ($f: CallFilter) { __typename }', { f: 'secret' }, 'Variable "$f" got invalid value at "f"; expected type "CallFilter" to be an object.'],
    ['query ($i: PromptVariableInput!) { __typename }', { i: { key: 'k' } }, 'Variable "$i" got invalid value at "i"; field "value" of required type "String!" was not provided.'],
  ])('%s with %j', (query, variables, message) => {
    expect(problemsOf(query, variables)).toEqual([message]);
  });

  test('at most 20 are reported', () => {
    expect(problemsOf('query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: Array.from({ length: 1000 }, () => null) })).toHaveLength(20);
  });

  test('a list that is far too long is not read', () => {
    expect(problemsOf('query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: Array.from({ length: 100_000 }, () => null) })).toEqual([
      'Variable "$i" got invalid value at "i"; it has 100000 members. At most 5000 are allowed.',
    ]);
  });

  test('a very long name from the client is cut', () => {
    const [message] = problemsOf('query ($f: CallFilter) { __typename }', { f: { ['x'.repeat(100_000)]: 1 } });
    expect(message?.length).toBeLessThan(200);
  });
});
