import { buildSchema, getOperationAST, type GraphQLObjectType, parse } from 'graphql';
import { Execution } from '../../src/graph/execution/execution.js';
import { OperationPlans } from '../../src/graph/execution/operation-plans.js';
import type { OperationPlan } from '../../src/graph/execution/plan.js';
import { collectGarbage } from '../support/garbage.js';

const MAX_FIELDS = 1000;
const schema = buildSchema('type Query { self: Query name: String }');
const queryType = schema.getQueryType() as GraphQLObjectType;
queryType.getFields()['self'] = { ...queryType.getFields()['self'], resolve: () => ({ name: 'a' }) } as never;

/** Many aliases of one fragment: a short document with a large plan. */
function aliases(count: number, mark: string) {
  const names = Array.from({ length: count }, (_, index) => `${mark}${index}: self { ...some }`);
  return parse(`query ($no: Boolean = false) { ${names.join(' ')} } fragment some on Query { name one: name two: name three: name @skip(if: $no) }`);
}

async function run(plans: OperationPlans, document: ReturnType<typeof parse>, variables: Record<string, unknown> = {}): Promise<OperationPlan> {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has no operation.');
  const plan = plans.planOf(document, operation, queryType, variables);
  await new Execution(plan, null, variables).run();
  return plan;
}

test('A plan is made once for a document, and once more for each condition', async () => {
  const plans = new OperationPlans(schema, MAX_FIELDS);
  const document = aliases(2, 'a');
  const first = await run(plans, document, { no: true });

  expect(await run(plans, document, { no: true })).toBe(first);
  const other = await run(plans, document, { no: false });
  expect(other).not.toBe(first);
  expect(await run(plans, document, { no: true })).toBe(first);
});

test('Any number of documents have plans of limited size, and those that are used stay', async () => {
  const plans = new OperationPlans(schema, MAX_FIELDS);
  const used = aliases(5, 'used');
  const plan = await run(plans, used);
  const documents = Array.from({ length: 40 }, (_, index) => aliases(20, `d${index}_`));
  for (const document of documents) {
    await run(plans, document);
    expect(await run(plans, used)).toBe(plan);
    expect(plans.fields).toBeLessThanOrEqual(MAX_FIELDS);
  }
  expect(plans.fields).toBeGreaterThan(MAX_FIELDS / 2);
});

test('A plan that is larger than all may be together is not kept', async () => {
  const plans = new OperationPlans(schema, MAX_FIELDS);
  const document = aliases(MAX_FIELDS, 'a');
  const plan = await run(plans, document);

  expect(plans.fields).toBe(0);
  expect(await run(plans, document)).not.toBe(plan);
});

test('Many combinations of conditions have plans of limited size', async () => {
  const plans = new OperationPlans(schema, MAX_FIELDS);
  const names = Array.from({ length: 12 }, (_, index) => `c${index}`);
  const document = parse(`query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { ${names.map((name) => `${name}: name @include(if: $${name})`).join(' ')} }`);
  for (let combination = 0; combination < 2 ** names.length; combination++) {
    await run(plans, document, Object.fromEntries(names.map((name, index) => [name, ((combination >> index) & 1) === 1])));
    expect(plans.fields).toBeLessThanOrEqual(MAX_FIELDS);
  }
});

test('Values that no condition has are in no plan: an operation may use the name of another one\'s condition', async () => {
  const plans = new OperationPlans(schema, MAX_FIELDS);
  const document = parse('query a($c: String) { name } query b($c: Boolean!) { name @include(if: $c) }');
  const [operation] = document.definitions;
  const planOf = (c: string) => plans.planOf(document, operation as never, queryType, { c });

  expect(planOf('+12025550123')).toBe(planOf('+12025550199'));
  expect(planOf('+12025550123').variables).toEqual({});
});

test('Long names and repeated fragments take no memory of plans', async () => {
  const plans = new OperationPlans(schema, 100_000);
  const names = Array.from({ length: 9 }, (_, index) => `c${index}`);
  const fragment = 'F'.repeat(1000);
  const document = parse(`query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { self { ${`...${fragment} `.repeat(200)} } ${names.map((name) => `${name}: name @include(if: $${name})`).join(' ')} } fragment ${fragment} on Query { name }`);
  const runAll = async () => {
    for (let combination = 0; combination < 2 ** names.length; combination++) await run(plans, document, Object.fromEntries(names.map((name, index) => [name, ((combination >> index) & 1) === 1])));
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  collectGarbage();
  const before = process.memoryUsage().heapUsed;

  expect((await runAll()) - before).toBeLessThan(20_000_000);
});

test('A plan does not keep its document', async () => {
  const plans = new OperationPlans(schema, MAX_FIELDS);
  const executed = await (async () => {
    const document = aliases(3, 'a');
    await run(plans, document);
    return new WeakRef(document);
  })();
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();

  expect(plans.fields).toBeGreaterThan(0);
  expect(executed.deref()).toBeUndefined();
});
