import fc from 'fast-check';
import type { Call } from '../../src/model/call.js';
import { AccountShares, FeedShares } from '../../src/feed/account-shares.js';
import { page } from '../support/feed-walk.js';
import { runs } from '../support/property.js';
import { useSwitchboard } from '../support/switchboard.js';

const ACCOUNTS = ['exotel', 'aicaller', 'plivo'];
const callsOf = (counts: readonly number[]) => counts.flatMap((count, index) => new Array<Call>(count).fill({ account: ACCOUNTS[index] } as Call));

describe('The share of an account', () => {
  test('is not known at first, so that it is asked for a whole page', () => {
    expect(new AccountShares().wantedOf('exotel', 51)).toBe(51);
  });

  test('is learned from pages, with some calls to spare', () => {
    const shares = new AccountShares();
    for (let times = 0; times < 5; times++) shares.learn(ACCOUNTS, callsOf([40, 10, 0]));

    expect(ACCOUNTS.map((account) => shares.wantedOf(account, 50))).toEqual([50, 18, 3]);
  });

  test('follows a change within a few pages', () => {
    const shares = new AccountShares();
    for (let times = 0; times < 20; times++) shares.learn(ACCOUNTS, callsOf([50, 0, 0]));
    for (let times = 0; times < 5; times++) shares.learn(ACCOUNTS, callsOf([0, 50, 0]));

    expect(shares.wantedOf('aicaller', 50)).toBe(50);
    expect(shares.wantedOf('exotel', 50)).toBeLessThan(20);
  });

  test('is never more than a page, and never nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)), { maxLength: 10 }), fc.integer({ min: 1, max: 501 }), (pages, wanted) => {
        const shares = new AccountShares();
        for (const counts of pages) shares.learn(ACCOUNTS, callsOf(counts));
        for (const account of [...ACCOUNTS, 'twilio']) {
          expect(shares.wantedOf(account, wanted)).toBeGreaterThanOrEqual(1);
          expect(shares.wantedOf(account, wanted)).toBeLessThanOrEqual(wanted);
        }
      }),
      runs(300),
    );
  });

  test('belongs to one set of accounts', () => {
    const known = new FeedShares();
    known.of(['exotel', 'plivo']).learn(['exotel', 'plivo'], callsOf([1, 0, 0]));

    expect(known.of(['exotel', 'plivo']).wantedOf('plivo', 50)).toBe(3);
    expect(known.of(['exotel']).wantedOf('exotel', 50)).toBe(50);
  });
});

describe('A page of the feed', () => {
  const parts = useSwitchboard({ calls: 1000 });

  test('is read with fewer rows once the shares of its accounts are known, and is the same', async () => {
    const sizes = () => parts.simulators.exotel.requests.map(({ query }) => Number(query.get('PageSize')));
    const first = await page(parts.switchboard, {}, 100);
    const before = Math.max(...sizes());
    parts.simulators.exotel.requests.length = 0;
    const second = await page(parts.switchboard, {}, 100);

    expect(second.edges.map(({ node }) => node.id)).toEqual(first.edges.map(({ node }) => node.id));
    expect(Math.max(...sizes())).toBeLessThan(before / 2);
  });
});
