import { parse } from 'graphql';
import { DocumentStore } from '../../src/server/document-store.js';
import { useSwitchboard } from '../support/switchboard.js';

const MAX_BYTES = 1024 * 1024;

test.each([
  ['tokens', `{ a(ids: [${'1 '.repeat(1000)}]) }`, 200_000],
  ['comments', `${'#\n'.repeat(1000)} { a }`, 80_000],
  ['white space', `{ a ${' '.repeat(100_000)} }`, 100_000],
])('A document with many %s counts as much as it takes', async (_, text, least) => {
  const store = new DocumentStore(MAX_BYTES);
  await store.set('a', parse(text));
  expect(store.bytes).toBeGreaterThan(least);
});

test('Documents beyond the limit drop those that were not used for the longest time', async () => {
  const store = new DocumentStore(MAX_BYTES);
  const used = parse('{ used }');
  await store.set('used', used);
  for (let index = 0; index < 100; index++) {
    await store.set(String(index), parse(`{ a${index}${' '.repeat(20_000)} }`));
    expect(await store.get('used')).toBe(used);
  }
  expect(await store.get('0')).toBeUndefined();
  expect(store.bytes).toBeLessThanOrEqual(MAX_BYTES);
});

describe('A Switchboard', () => {
  const parts = useSwitchboard({ calls: 0 });

  test('refuses a document with thousands of comments, which its parser would keep', async () => {
    const { status, errors } = await parts.switchboard.query(`${'#\n'.repeat(1001)}{ __typename }`);
    expect({ status, code: errors?.[0]?.extensions['code'] }).toEqual({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
    expect(await parts.switchboard.data(`${'#\n'.repeat(999)}{ __typename }`)).toEqual({ __typename: 'Query' });
  });
});
