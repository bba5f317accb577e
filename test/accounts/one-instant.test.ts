import { expected, type Order } from '../support/feed-model.js';
import { type KnownCall, serve } from '../support/known-calls.js';
import { useSwitchboard } from '../support/switchboard.js';
import { LISTING_VENDORS } from '../vendors/index.js';

/** Ids are base64, so that the same texts sort otherwise behind names whose length differs by one or two. */
const ACCOUNTS = LISTING_VENDORS.flatMap(({ provider }) => ['', '-a', '-ab', '-abc'].map((suffix) => ({ provider, account: `${provider.toLowerCase().replaceAll('_', '-')}${suffix}` })));
const parts = useSwitchboard({ calls: 0, accounts: ACCOUNTS.map(({ account }) => account).filter((account) => /-a(b|bc)?$/.test(account)) });
const PAGE = `query ($order: CallOrder!, $after: String, $filter: CallFilter) {
  calls(orderBy: $order, first: 7, after: $after, filter: $filter) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

describe.each(ACCOUNTS)('The calls of one instant at $account', ({ provider, account }) => {
  test.each<Order>(['NEWEST_FIRST', 'OLDEST_FIRST'])('come once and in the order of their ids, although each page is read anew: %s', async (order) => {
    const createdAt = Math.floor(Date.now() / 1000) * 1000 - 100_000;
    const isNamed = /-a(b|bc)?$/.test(account);
    const calls = Array.from({ length: 20 }, (_, index): KnownCall => ({ provider, ...(isNamed && { account }), number: 1 + index, createdAt, status: 'COMPLETED', direction: 'OUTBOUND', person: '+12025550101', line: '+12025550199', duration: 3, price: null }));
    serve(parts.simulators, calls);
    const ids: string[] = [];
    for (let after: string | null = null, hasNextPage = true; hasNextPage; ) {
      const variables = { order, after, filter: { providerAccounts: [account] } };
      const { data } = await parts.switchboard.query(PAGE, variables, { 'cache-control': 'no-cache' });
      ids.push(...data.calls.nodes.map(({ id }: { id: string }) => id));
      ({ endCursor: after, hasNextPage } = data.calls.pageInfo);
    }

    expect(ids).toEqual(expected(calls, {}, order));
  });
});
