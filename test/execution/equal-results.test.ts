import fc from 'fast-check';
import { buildSchema, execute, type ExecutionResult, type FieldNode, GraphQLError, type GraphQLResolveInfo, type GraphQLSchema, isObjectType, NoUnusedFragmentsRule, NoUnusedVariablesRule, parse, PossibleFragmentSpreadsRule, responsePathAsArray, specifiedRules, validate } from 'graphql';
import { Executor } from '../../src/graph/execution/executor.js';
import { runs } from '../support/property.js';
import { type Behaviour, hash, ODD_SCHEMA, type OddOperation, oddOperation } from './generated-operations.js';

interface Context {
  readonly behaviourAt: (path: string) => Behaviour;
}

/** A schema whose fields do all that a field can do. Every second one is a property, the others have resolvers. */
const schema = oddSchema();
/** Every generated document has the same variables and fragments, used or not. Some fragments never apply. */
const LENIENT: readonly unknown[] = [NoUnusedVariablesRule, NoUnusedFragmentsRule, PossibleFragmentSpreadsRule];
const rules = specifiedRules.filter((rule) => !LENIENT.includes(rule));

test('Plans give the result of GraphQL.js: the same data, the same errors, in the same order', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(oddOperation, async (operation) => {
      if (validate(schema, parse(operation.query), rules).length > 0) return;
      compared += 1;
      const expected = written((await withUnhandled(() => byGraphqlJs(operation))).result);
      const executor = new Executor(schema);
      // The second time, the plan is there already.
      for (let time = 0; time < 2; time++) {
        const { result, unhandled } = await withUnhandled(() => byPlan(executor, operation));
        expect(written(result)).toBe(expected);
        expect(unhandled).toEqual([]);
      }
    }),
    runs(1000),
  );
  expect(compared).toBeGreaterThan(500);
});

test('One document has different fields for different variables', async () => {
  const executor = new Executor(schema);
  const document = parse('query ($p: Boolean!, $x: Int) { name @include(if: $p) scaled(by: $x) self @skip(if: $p) { id } }');
  for (const variables of [{ p: true, x: 1 }, { p: false, x: 2 }, { p: true, x: 3 }, { p: false }]) {
    const contextValue: Context = { behaviourAt: () => 'value' };
    const expected = await execute({ schema, document, variableValues: variables, contextValue });
    expect(written(await executor.execute({ document, variables, context: contextValue }))).toBe(written(expected));
  }
});

test.each([
  ['an unknown operation', 'query a { name } query b { id }', 'c', {}],
  ['several operations without a name', 'query a { name } query b { id }', null, {}],
  ['a missing variable', 'query ($numbers: [Int!]!) { sum(numbers: $numbers) }', null, {}],
  ['a wrong variable', 'query ($x: Int) { scaled(by: $x) }', null, { x: 'many' }],
  ['a variable that is null for an argument that can not be', 'query ($n: [Int!] = [1]) { sum(numbers: $n) name }', null, { n: null }],
  ['a variable that is null for a condition at the root', 'query ($p: Boolean = true) { name id @include(if: $p) }', null, { p: null }],
  ['a variable that is null for a condition of a fragment', 'query ($p: Boolean = true) { ...F @skip(if: $p) self { id } } fragment F on Query { name }', null, { p: null }],
  ['introspection', '{ __schema { types { name fields(includeDeprecated: true) { name args { defaultValue } } } } __type(name: "Pear") { possibleTypes { name } interfaces { name } } __typename }', null, {}],
])('Plans answer %s as GraphQL.js does', async (_, query, operationName, variables) => {
  const document = parse(query);
  const contextValue: Context = { behaviourAt: () => 'value' };

  const expected = await execute({ schema, document, operationName, variableValues: variables, contextValue });

  expect(written(await new Executor(schema).execute({ document, operationName, variables, context: contextValue }))).toBe(written(expected));
});

test('For a subscription, plans answer with the change as GraphQL.js does', async () => {
  const subscribed = buildSchema('type Query { a: Int } type Subscription { changed(by: Int): Change } type Change { id: ID! late: String broken: String }');
  const info: unknown[] = [];
  Object.assign(subscribed.getSubscriptionType()?.getFields()['changed'] ?? {}, {
    resolve: (change: object, args: object, _context: unknown, { rootValue, operation }: GraphQLResolveInfo) => {
      info.push([rootValue, operation.operation]);
      return { ...change, ...args, late: Promise.resolve('late'), broken: new Error('broken') };
    },
  });
  const document = parse('subscription S($by: Int) { changed(by: $by) { id late broken } }');
  const executor = new Executor(subscribed);
  for (const change of [{ id: 1 }, { id: 2 }, {}, null]) {
    const expected = await execute({ schema: subscribed, document, variableValues: { by: 3 }, rootValue: change });
    expect(written(await executor.execute({ document, variables: { by: 3 }, context: undefined, change }))).toBe(written(expected));
    expect(info.splice(0)).toEqual(Array(2).fill([change, 'subscription']));
  }
});

test('An item that fails a list does not leave the failures of the items before it to nobody', async () => {
  const lists = buildSchema('type Query { numbers: [Int!]! }');
  Object.assign(lists.getQueryType()?.getFields()['numbers'] ?? {}, { resolve: () => [Promise.reject(new Error('late')), new Error('now')] });

  const { result, unhandled } = await withUnhandled(async () => new Executor(lists).execute({ document: parse('{ numbers }'), context: null }));

  expect(result.errors?.map(({ message, path }) => ({ message, path }))).toEqual([{ message: 'now', path: ['numbers', 1] }]);
  expect(unhandled).toEqual([]);
});

test('A property is read once, whatever it gives', async () => {
  const odd = buildSchema('scalar Odd type Query { thing: Thing } type Thing { late: String broken: String method: String nothing: Odd }');
  const serialized: unknown[] = [];
  Object.assign(odd.getType('Odd') ?? {}, { serialize: (value: unknown) => void serialized.push(value) });
  const answer = async (run: (document: ReturnType<typeof parse>) => ExecutionResult | Promise<ExecutionResult>) => {
    const reads: string[] = [];
    const read = <T>(name: string, value: T): T => {
      reads.push(name);
      return value;
    };
    const thing = {
      get late() { return read('late', Promise.reject(new Error('late'))); },
      get broken() { return read('broken', new Error('broken')); },
      method(this: object) { return String(this === thing); },
      get nothing() { return read('nothing', 1); },
    };
    Object.assign(odd.getQueryType()?.getFields()['thing'] ?? {}, { resolve: () => thing });
    const { result, unhandled } = await withUnhandled(async () => run(parse('{ thing { late broken method nothing } }')));
    return { written: written(result), reads, serialized: serialized.splice(0), unhandled };
  };

  const expected = await answer((document) => execute({ schema: odd, document }));
  expect(await answer((document) => new Executor(odd).execute({ document, context: undefined }))).toEqual(expected);
  expect(expected.reads).toEqual(['late', 'broken', 'nothing']);
});

/** A result, and the rejections that nobody handled. GraphQL.js leaves some, which would fail the test. */
async function withUnhandled(run: () => Promise<ExecutionResult>): Promise<{ result: ExecutionResult; unhandled: unknown[] }> {
  const others = process.listeners('unhandledRejection');
  const unhandled: unknown[] = [];
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => unhandled.push(reason));
  const result = await run();
  await new Promise((resolve) => setImmediate(resolve));
  process.removeAllListeners('unhandledRejection');
  for (const listener of others) process.on('unhandledRejection', listener);
  return { result, unhandled };
}

function byGraphqlJs({ query, variables, behaviourAt }: OddOperation): Promise<ExecutionResult> {
  return Promise.resolve(execute({ schema, document: parse(query), variableValues: variables, contextValue: { behaviourAt } }));
}

function byPlan(executor: Executor, { query, variables, behaviourAt }: OddOperation): Promise<ExecutionResult> {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return Promise.resolve(executor.execute({ document, variables, context: { behaviourAt } satisfies Context }));
}

const documents = new Map<string, ReturnType<typeof parse>>();

function written({ data, errors }: ExecutionResult): string {
  return JSON.stringify({ data, errors: errors?.map((error) => error.toJSON()) }, null, 1);
}

function oddSchema(): GraphQLSchema {
  const built = buildSchema(ODD_SCHEMA);
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isRoot = type === built.getQueryType();
    if (type.name === 'Pear') type.isTypeOf = (value) => hash((value as { path: string }).path) % 7 !== 0;
    for (const field of Object.values(type.getFields())) {
      const isProperty = !isRoot && hash(field.name) % 2 === 0;
      if (!isProperty) field.resolve = (_source, args, context: Context, info) => valueOf(info, args, context);
    }
  }
  for (const name of ['Thing', 'Fruit']) {
    const type = built.getType(name) as { resolveType?: unknown };
    type.resolveType = (value: { path: string }) => {
      const outcome = hash(value.path) % 12;
      if (outcome === 0) return Promise.resolve('Pear');
      if (outcome === 1) return 'Query';
      if (outcome === 2) throw new Error(`no type at ${value.path}`);
      return outcome % 2 === 0 ? 'Apple' : 'Pear';
    };
  }
  return built;
}

/** The source of an object. Properties that GraphQL reads without a resolver are functions, so that they know their path. */
class Source {
  constructor(
    readonly path: string,
    private readonly context: Context,
  ) {
    for (const name of ['name', 'must', 'id', 'color', 'count', 'flag', 'stem']) {
      const behaviour = context.behaviourAt(`${path}.${name}`);
      const value = () => behave(behaviour, `${path}.${name}`, plainValue(name, path));
      if (behaviour === 'throws') Object.defineProperty(this, name, { get: value });
      else if (behaviour === 'rejects') Object.assign(this, { [name]: () => value() });
      else Object.assign(this, { [name]: value() });
    }
    for (const name of ['self', 'strict', 'thing', 'fruit', 'things', 'fruits', 'all', 'numbers', 'scaled', 'sum']) {
      Object.assign(this, { [name]: (args: unknown, _context: Context, info: GraphQLResolveInfo) => valueOf(info, args, this.context) });
    }
  }
}

function valueOf({ path, fieldName, fieldNodes, variableValues }: GraphQLResolveInfo, args: unknown, context: Context): unknown {
  const place = responsePathAsArray(path).join('.');
  const made = () => {
    const one = (suffix: string) => new Source(`${place}${suffix}`, context);
    if (['self', 'strict', 'thing', 'fruit'].includes(fieldName)) return one('');
    if (['things', 'fruits', 'all'].includes(fieldName)) {
      return [0, 1, 2].map((index) => behave(context.behaviourAt(`${place}[${index}]`), `${place}.${index}`, one(`.${index}`)));
    }
    if (fieldName === 'numbers') return [[1, behave(context.behaviourAt(`${place}!`), place, 2)], null, behave(context.behaviourAt(`${place}?`), place, [3])];
    if (fieldName === 'scaled') return JSON.stringify([args, variableValues, nodeNames(fieldNodes)]).length;
    if (fieldName === 'sum') return JSON.stringify(args);
    return plainValue(fieldName, place);
  };
  return behave(context.behaviourAt(place), place, made());
}

function nodeNames(nodes: readonly FieldNode[]): string[] {
  return nodes.map(({ name }) => name.value);
}

function plainValue(name: string, path: string): unknown {
  if (name === 'color') return hash(path) % 5 === 0 ? 'BLUE' : 'RED';
  if (name === 'count') return hash(path) % 9 === 0 ? 1.5 : hash(path) % 100;
  if (name === 'flag') return hash(path) % 2 === 0;
  if (name === 'stem') return 0.5;
  return `${name} of ${path}`;
}

function behave(behaviour: Behaviour, path: string, value: unknown): unknown {
  switch (behaviour) {
    case 'value':
      return value;
    case 'promise':
      return Promise.resolve(value);
    case 'late promise':
      return Promise.resolve().then(() => Promise.resolve(value));
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'throws':
      throw new Error(`thrown at ${path}`);
    case 'throws GraphQLError':
      throw new GraphQLError(`refused at ${path}`, { extensions: { code: 'BAD' } });
    case 'rejects':
      return rejected(new Error(`rejected at ${path}`));
    case 'returned error':
      return new Error(`returned at ${path}`);
    case 'wrong':
      return { odd: path };
    case 'method':
      return () => value;
  }
}

/** Handled, because an error beside it may be thrown before anybody waits for it. */
function rejected(error: Error): Promise<never> {
  const promise = Promise.reject<never>(error);
  promise.catch(() => undefined);
  return promise;
}
