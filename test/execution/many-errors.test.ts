import { buildSchema, parse } from 'graphql';
import { Executor } from '../../src/graph/execution/executor.js';

const schema = buildSchema('type Query { some: [Int] never: [Int!] }');
const failing = (count: number) => () => Array.from({ length: count }, (_, index) => (index === 0 ? 1 : new Error(`member ${index}`)));

/** The result for lists in which all members but the first fail. */
async function resultOf(query: string, count: number) {
  Object.assign(schema.getQueryType()?.getFields()['some'] ?? {}, { resolve: failing(count) });
  Object.assign(schema.getQueryType()?.getFields()['never'] ?? {}, { resolve: failing(count) });
  return new Executor(schema).execute({ document: parse(query), context: null });
}

test('A thousand errors are told with their paths; of further ones, that there are more', async () => {
  expect((await resultOf('{ some }', 1001)).errors).toHaveLength(1000);
  const { data, errors = [] } = await resultOf('{ some }', 5000);
  expect(errors).toHaveLength(1001);
  expect(errors[999]).toMatchObject({ message: 'member 1000', path: ['some', 1000] });
  expect(errors[1000]).toMatchObject({ message: 'There are more errors than these 1000.', extensions: { code: 'TOO_MANY_ERRORS' } });
  expect(data).toEqual({ some: [1, ...Array<null>(4999).fill(null)] });
});

test('Beyond a thousand errors, too, what may not be null makes null what is around it', async () => {
  const { data, errors = [] } = await resultOf('{ some never }', 2000);
  expect(data).toMatchObject({ never: null });
  expect(errors).toHaveLength(1001);
});
