import fc from 'fast-check';
import type { Simulator } from '../../src/simulators/index.js';
import { expected, filters, type Order } from '../support/feed-model.js';
import { idsOf, walk } from '../support/feed-walk.js';
import { isRowOf, type KnownCall, knownCalls, serve } from '../support/known-calls.js';
import { runs } from '../support/property.js';
import { LISTING_VENDORS } from '../vendors/index.js';
import { useSwitchboard } from '../support/switchboard.js';

const parts = useSwitchboard({ calls: 0 });
const now = Date.now();
const orders = fc.constantFrom<Order[]>('NEWEST_FIRST', 'OLDEST_FIRST');
const sizes = fc.array(fc.constantFrom(1, 2, 5, 500), { minLength: 1, maxLength: 3 });
const listing = (): Simulator[] => LISTING_VENDORS.map(({ simulator }) => parts.simulators[simulator]);

/** The rows that come twice, and the positions of the copies. */
const copies = fc.array(fc.record({ vendor: fc.nat({ max: LISTING_VENDORS.length - 1 }), row: fc.nat({ max: 40 }), at: fc.nat({ max: 60 }) }), { maxLength: 20 });

function addCopies(places: readonly { vendor: number; row: number; at: number }[]): void {
  for (const { vendor, row, at } of places) {
    const rows = listing()[vendor]?.rows ?? [];
    const one = rows[row % Math.max(1, rows.length)];
    if (one) rows.splice(at % (rows.length + 1), 0, structuredClone(one));
  }
}

/** The first page has totalCount only if it has the whole list. */
function expectWhole(pages: Awaited<ReturnType<typeof walk>>, ids: readonly string[]): void {
  expect(idsOf(pages)).toEqual(ids);
  for (const { totalCount } of pages) expect([null, ids.length]).toContain(totalCount);
}

test('Rows that come twice, on any page, are one call each in a walk with any filter, order and page sizes', async () => {
  await fc.assert(
    fc.asyncProperty(knownCalls(now, 40), copies, filters(now), orders, sizes, async (calls, places, filter, order, pageSizes) => {
      serve(parts.simulators, calls);
      addCopies(places);
      expectWhole(await walk(parts.switchboard, { filter, order, sizes: pageSizes }), expected(calls, filter, order));
    }),
    runs(40),
  );
});

test('Calls that leave during a walk hide none of the remaining calls, and calls that existed at the start come once', async () => {
  await fc.assert(
    fc.asyncProperty(knownCalls(now, 30), copies, orders, sizes, fc.nat({ max: 30 }), async (calls, places, order, pageSizes, leaving) => {
      serve(parts.simulators, calls);
      addCopies(places);
      const gone = new Set<KnownCall>();
      const between = () => {
        const call = calls[leaving % Math.max(1, calls.length)];
        if (!call || gone.has(call)) return;
        gone.add(call);
        for (const simulator of listing()) {
          const stays = simulator.rows.filter((row) => !isRowOf(row, call));
          simulator.rows.splice(0, Infinity, ...stays);
        }
      };
      const ids = idsOf(await walk(parts.switchboard, { order, sizes: pageSizes, between }));
      const staying = expected(calls.filter((call) => !gone.has(call)), {}, order);
      expect(ids.filter((id) => staying.includes(id))).toEqual(staying);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    runs(25),
  );
});
