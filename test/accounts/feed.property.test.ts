import fc from 'fast-check';
import { expected, type Filter, filters, type Order } from '../support/feed-model.js';
import { idsOf, walk } from '../support/feed-walk.js';
import { knownCallsAt, type Place, serve } from '../support/known-calls.js';
import { useSwitchboard } from '../support/switchboard.js';
import { LISTING_VENDORS } from '../vendors/index.js';

/** Each listing vendor has its default account and two others. The contact centre's ids collide: each counts from one. */
const PLACES: readonly Place[] = LISTING_VENDORS.flatMap((vendor) => {
  const slug = vendor.provider.toLowerCase().replaceAll('_', '-');
  return [{ vendor }, { vendor, account: `${slug}-north` }, { vendor, account: `${slug}-south-2` }];
});
const NAMED = PLACES.flatMap(({ account }) => account ?? []);
const parts = useSwitchboard({ calls: 0, accounts: NAMED });
const now = Date.now();
const orders = fc.constantFrom<Order[]>('NEWEST_FIRST', 'OLDEST_FIRST');
const sizes = fc.array(fc.constantFrom(1, 2, 3, 8, 500), { minLength: 1, maxLength: 3 });
const accounts = fc.option(fc.subarray([...NAMED, 'exotel'], { minLength: 1 }), { nil: undefined });
/** Numbers begin again at each account, so that ids of the contact centre collide. */
const calls = knownCallsAt(now, 40, PLACES).map((drafts) => drafts.map((call) => ({ ...call, number: 1 + drafts.filter((one) => one.account === call.account && one.provider === call.provider).indexOf(call) })));

test('A walk over several accounts of each provider is the filtered, sorted union of all their calls', async () => {
  await fc.assert(
    fc.asyncProperty(calls, filters(now), accounts, orders, sizes, async (known, some, providerAccounts, order, pageSizes) => {
      const filter: Filter = { ...some, ...(providerAccounts && { providerAccounts }) };
      serve(parts.simulators, known);
      const pages = await walk(parts.switchboard, { filter, order, sizes: pageSizes });
      expect(idsOf(pages)).toEqual(expected(known, filter, order));
      expect(pages.flatMap(({ sources }) => sources).filter(({ status, code }) => status !== 'OK' && status !== 'SKIPPED' && code !== 'OUT_OF_HISTORY')).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('One account that fails is reported, and the calls of the others are all there', async () => {
  await fc.assert(
    fc.asyncProperty(calls, fc.constantFrom(...NAMED), orders, async (known, failing, order) => {
      serve(parts.simulators, known);
      parts.simulators.accounts[failing]?.faults.add({ times: Infinity, fault: { kind: 'status', status: 503 } });
      const { calls: page } = (await parts.switchboard.data(
        'query ($order: CallOrder!) { calls(first: 500, orderBy: $order) { edges { node { id } } sources { status providerAccount { name } } } }',
        { order },
      )) as { calls: { edges: { node: { id: string } }[]; sources: { status: string; providerAccount: { name: string } }[] } };
      parts.simulators.accounts[failing]?.faults.clear();
      expect(page.edges.map(({ node }) => node.id)).toEqual(expected(known.filter(({ account }) => account !== failing), {}, order));
      expect(page.sources.filter(({ status }) => status === 'FAILED')).toEqual([{ status: 'FAILED', providerAccount: { name: failing } }]);
    }),
    { numRuns: 10 },
  );
});
