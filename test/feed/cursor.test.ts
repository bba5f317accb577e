import fc from 'fast-check';
import { page, PAGE } from '../support/feed-walk.js';
import { Switchboard, useSwitchboard } from '../support/switchboard.js';

const parts = useSwitchboard({ calls: 60 });

async function refused(after: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await parts.switchboard.query(PAGE, { order: 'NEWEST_FIRST', first: 5, after, ...variables });
  expect(data).toBeNull();
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument: 'after' }]);
}

describe('a cursor', () => {
  test('gives the same page each time', async () => {
    const { pageInfo } = await page(parts.switchboard, {}, 20);
    const [first, again, third] = [
      await page(parts.switchboard, {}, 20, pageInfo.endCursor),
      await page(parts.switchboard, {}, 20, pageInfo.endCursor),
      await page(parts.switchboard, {}, 20, pageInfo.endCursor),
    ];
    expect(again.edges).toEqual(first.edges);
    expect(third.edges).toEqual(first.edges);
  });

  test('of any call on a page continues after that call', async () => {
    const { edges } = await page(parts.switchboard, {}, 20);
    for (const index of [0, 7, 19]) {
      const rest = await page(parts.switchboard, {}, 19 - index || 1, edges[index]?.cursor);
      if (index < 19) expect(rest.edges.map(({ node }) => node.id)).toEqual(edges.slice(index + 1).map(({ node }) => node.id));
    }
  });

  test('is valid in another process with the same accounts, and invalid with other accounts', async () => {
    const { pageInfo } = await page(parts.switchboard, {}, 20);
    const here = await page(parts.switchboard, {}, 20, pageInfo.endCursor);
    const twin = await new Switchboard(parts.simulators.environment).start();
    expect((await page(twin, {}, 20, pageInfo.endCursor)).edges).toEqual(here.edges);
    await twin.stop();
    const stranger = await new Switchboard({ ...parts.simulators.environment, AICALLER_API_KEY: 'sk_test_another' }).start();
    const { errors } = await stranger.query(PAGE, { order: 'NEWEST_FIRST', first: 5, after: pageInfo.endCursor });
    await stranger.stop();
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  test('is refused with another filter or order', async () => {
    const { pageInfo } = await page(parts.switchboard, {}, 5);
    const after = pageInfo.endCursor ?? '';
    await refused(after, { order: 'OLDEST_FIRST' });
    await refused(after, { filter: { providers: ['EXOTEL'] } });
  });

  test('is valid for the same filter with its fields in another order', async () => {
    const { pageInfo } = await page(parts.switchboard, { filter: { providers: ['EXOTEL'], directions: ['INBOUND'] } }, 1);
    const { edges } = await page(parts.switchboard, { filter: { directions: ['INBOUND'], providers: ['EXOTEL'] } }, 1, pageInfo.endCursor);
    expect(edges).toHaveLength(1);
  });

  test('is refused if a single character is changed, dropped or added', async () => {
    const { pageInfo } = await page(parts.switchboard, {}, 5);
    const cursor = pageInfo.endCursor ?? '';
    const edited = fc.tuple(fc.nat({ max: cursor.length - 1 }), fc.constantFrom('A', 'b', '_', '', 'zz')).map(([at, by]) => cursor.slice(0, at) + by + cursor.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(edited.filter((other) => other !== cursor && other !== ''), (other) => refused(other)),
      { numRuns: 60 },
    );
  });

  test.each(['x', 'null', 'W10', '{"after":1}', '☎', 'A'.repeat(10_000)])('that is malformed, %.12s, is refused', (cursor) => refused(cursor));
});

describe('first', () => {
  test.each([0, -1, 501, 2_147_483_647])('is refused as %d', async (first) => {
    const { errors } = await parts.switchboard.query(PAGE, { order: 'NEWEST_FIRST', first });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'first' });
  });

  test('may be 500', async () => {
    expect((await page(parts.switchboard, {}, 500)).pageInfo.hasNextPage).toBe(false);
  });
});
