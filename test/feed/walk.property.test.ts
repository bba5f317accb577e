import fc from 'fast-check';
import { expected, filters, type Order } from '../support/feed-model.js';
import { idsOf, page, walk } from '../support/feed-walk.js';
import { add, type KnownCall, knownCalls, serve } from '../support/known-calls.js';
import { useSwitchboard } from '../support/switchboard.js';
import { LISTING_VENDORS } from '../vendors/index.js';

const parts = useSwitchboard({ calls: 0 });
const now = Date.now();
const orders = fc.constantFrom<Order[]>('NEWEST_FIRST', 'OLDEST_FIRST');
const sizes = fc.array(fc.constantFrom(1, 2, 3, 5, 8, 13, 500), { minLength: 1, maxLength: 4 });

test('a walk with any filter, order and page sizes is the filtered, sorted union of all calls', async () => {
  await fc.assert(
    fc.asyncProperty(knownCalls(now, 40), filters(now), orders, sizes, async (calls, filter, order, pageSizes) => {
      serve(parts.simulators, calls);
      const pages = await walk(parts.switchboard, { filter, order, sizes: pageSizes });
      expect(idsOf(pages)).toEqual(expected(calls, filter, order));
      expect(pages.every(({ sources }) => sources.every(({ status, code }) => status === 'OK' || status === 'SKIPPED' || code === 'OUT_OF_HISTORY'))).toBe(true);
      for (const [index, { edges }] of pages.entries()) if (index < pages.length - 1) expect(edges.length).toBeGreaterThan(0);
      // hasNextPage is true exactly when a next page has a row.
      if (pages.length > 1) expect(pages.at(-1)?.edges.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

test('calls that are created and statuses that change during a walk neither repeat nor hide a call', async () => {
  await fc.assert(
    fc.asyncProperty(knownCalls(now, 30), orders, sizes, async (calls, order, pageSizes) => {
      serve(parts.simulators, calls);
      let number = 1000;
      const between = () => {
        const later: KnownCall[] = LISTING_VENDORS.map(({ provider }) => ({
          provider, number: number++, createdAt: (Math.floor(Date.now() / 1000) + 2) * 1000, status: 'COMPLETED', direction: 'OUTBOUND',
          person: '+12025550101', line: '+12025550199', duration: 1, price: null,
        }));
        add(parts.simulators, later);
        for (const { simulator, list } of LISTING_VENDORS) for (const row of parts.simulators[simulator].rows) list.changeStatus(row);
      };
      const pages = await walk(parts.switchboard, { order, sizes: pageSizes, between });
      expect(idsOf(pages)).toEqual(expected(calls, {}, order));
    }),
    { numRuns: 25 },
  );
});

test('a provider that fails during a walk is reported, and no call is lost or repeated', async () => {
  const failing = fc.constantFrom(...LISTING_VENDORS.map(({ simulator }) => simulator));
  await fc.assert(
    fc.asyncProperty(knownCalls(now, 30), orders, sizes, failing, fc.integer({ min: 0, max: 3 }), async (calls, order, pageSizes, vendor, failsAt) => {
      serve(parts.simulators, calls);
      const { faults } = parts.simulators[vendor];
      const between = (pagesSoFar: number) => {
        faults.clear();
        if (pagesSoFar === failsAt) faults.add({ times: Infinity, fault: { kind: 'status', status: 503 } });
      };
      if (failsAt === 0) between(0);
      const pages = await walk(parts.switchboard, { order, sizes: pageSizes, between });
      faults.clear();
      // A walk ends if its last page failed, so that page is requested again.
      const last = pages.at(-1);
      const failed = last?.sources.some(({ status }) => status === 'FAILED' || status === 'PARTIAL');
      if (failed) pages.push(await page(parts.switchboard, { order }, 500, last?.pageInfo.endCursor));
      expect(idsOf(pages).sort()).toEqual(expected(calls, {}, order).sort());
    }),
    { numRuns: 40 },
  );
});
