import { type Order } from '../support/feed-model.js';
import { idsOf, page, walk } from '../support/feed-walk.js';
import { Switchboard, useSwitchboard } from '../support/switchboard.js';
import { isListing, VENDORS } from '../vendors/index.js';

const parts = useSwitchboard({ calls: 1000 });

function counted(): { aicaller: number; contactCenter: number; exotel: number } {
  const { aicaller, contactCenter, exotel } = parts.simulators;
  const counts = { aicaller: aicaller.requests.length, contactCenter: contactCenter.requests.length, exotel: exotel.requests.length };
  for (const simulator of [aicaller, contactCenter, exotel]) simulator.requests.length = 0;
  return counts;
}

describe('what the feed costs', () => {
  test('the first page asks each provider up to three times, and once as soon as it is known how busy it is', async () => {
    const { sources } = await page(parts.switchboard, {}, 50);
    expect(sources.map(({ provider, status, code }) => ({ provider, status, code }))).toEqual(
      VENDORS.map((vendor) => ({ provider: vendor.provider, ...(isListing(vendor) ? { status: 'OK', code: null } : { status: 'SKIPPED', code: 'CANNOT_LIST' }) })),
    );
    // No more rows than can be needed.
    expect(parts.simulators.exotel.requests[0]?.query.get('PageSize')).toBe('56');
    expect(Math.max(...Object.values(counted()))).toBeLessThanOrEqual(3);
    await page(parts.switchboard, {}, 50);
    expect(counted()).toEqual({ aicaller: 1, contactCenter: 1, exotel: 1 });
  });

  test('a small page of the oldest calls costs a few requests, because a thousand calls are one answer', async () => {
    const other = await new Switchboard(parts.simulators.environment).start();
    await other.data('{ calls(first: 3, orderBy: OLDEST_FIRST) { nodes { id } } }');
    await other.stop();
    expect(counted().aicaller).toBeLessThanOrEqual(5);
  });

  test('a walk of ten pages costs a few requests of each provider', async () => {
    let after: string | null = null;
    for (let number = 1; number <= 10; number++) after = (await page(parts.switchboard, {}, 50, after)).pageInfo.endCursor;
    const { aicaller, contactCenter, exotel } = counted();
    expect(Math.max(aicaller, contactCenter)).toBeLessThanOrEqual(4);
    // It contributed at most all 500 rows, a hundred a request, and a window of its history may end among them.
    expect(exotel).toBeLessThanOrEqual(1 + 5 + 2);
  });

  test.each<Order>(['NEWEST_FIRST', 'OLDEST_FIRST'])('a walk of 50 pages, %s, costs what its rows cost', async (order) => {
    const pages = await walk(parts.switchboard, { order, sizes: [60] });
    expect(pages.length).toBeGreaterThan(45);
    expect(new Set(idsOf(pages)).size).toBe(idsOf(pages).length);
    const { aicaller, contactCenter, exotel } = counted();
    // About a thousand rows of Exotel's, a hundred a request, and at most one more for each window of the history.
    expect(exotel).toBeLessThanOrEqual(1 + 10 + 7);
    // Read in slices of a month or more.
    expect(aicaller).toBeLessThanOrEqual(10);
    expect(contactCenter).toBeLessThanOrEqual(10);
  });

  test('page 40 costs what page 2 costs, also in a process that has seen none of the others', async () => {
    const cursors: (string | null)[] = [];
    for (let after: string | null = null; cursors.length < 40; ) {
      after = (await page(parts.switchboard, {}, 50, after)).pageInfo.endCursor;
      cursors.push(after);
    }
    counted();
    const other = await new Switchboard(parts.simulators.environment).start();
    // It does not know yet how busy the accounts are.
    await page(other, {}, 50);
    counted();
    const costs = [];
    for (const number of [2, 40]) {
      const { edges } = await page(other, {}, 50, cursors[number - 2] ?? null);
      expect(edges).toHaveLength(50);
      costs.push(counted());
    }
    await other.stop();
    // Two where the calls are denser or sparser than where the process has read before, as at night.
    for (const cost of costs) expect(Math.max(...Object.values(cost))).toBeLessThanOrEqual(2);
  });
});
