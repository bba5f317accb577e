import { LRUCache } from 'lru-cache';
import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';

/** What earlier pages count for, beside the latest one. */
const MEMORY = 0.7;
/** Calls of an account come unevenly, so it is asked for this many times its share, and a few more. */
const SPARE = 1.5;
const FEW = 3;

/**
 * Learns which share of the feed's calls each account has. A page then needs fewer rows of each: five accounts that
 * are equally busy need not be asked for a whole page each. A wrong guess costs one request more.
 */
export class AccountShares {
  private readonly counts = new Map<AccountName, number>();
  private total = 0;

  /** Learns from a page that no account is missing in. */
  learn(accounts: readonly AccountName[], calls: readonly Call[]): void {
    if (calls.length === 0) return;
    for (const account of accounts) {
      const own = calls.filter((call) => call.account === account).length;
      this.counts.set(account, (this.counts.get(account) ?? 0) * MEMORY + own);
    }
    this.total = this.total * MEMORY + calls.length;
  }

  /** About how many calls of an account a page needs, of so many in all. All of them if nothing is known. */
  wantedOf(account: AccountName, wanted: number): number {
    const count = this.counts.get(account);
    return count === undefined || this.total === 0 ? wanted : Math.min(wanted, Math.round((SPARE * wanted * count) / this.total) + FEW);
  }
}

/** Callers may use different accounts, so that there may be many feeds. */
const MAX_FEEDS = 100;

/** The shares in each feed, by its accounts. */
export class FeedShares {
  private readonly known = new LRUCache<string, AccountShares>({ max: MAX_FEEDS });

  of(accounts: readonly AccountName[]): AccountShares {
    const key = accounts.join();
    const shares = this.known.get(key) ?? new AccountShares();
    this.known.set(key, shares);
    return shares;
  }
}
