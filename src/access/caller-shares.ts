import { LRUCache } from 'lru-cache';
import { type Caller, type CallerIdentity, callerKey } from './caller.js';
import { CallerShare, type ShareLimits } from './caller-share.js';

/** Beyond this many callers, those that were not seen for the longest time are forgotten. */
const MAX_CALLERS = 10_000;

/** The shares of all callers. */
export class CallerShares {
  private readonly shares = new LRUCache<string, CallerShare>({ max: MAX_CALLERS });
  /** The same by token, because hashing costs more than all else. */
  private readonly known = new WeakMap<Caller, CallerShare>();

  /** `now`: epoch milliseconds. */
  constructor(
    private readonly limits: ShareLimits,
    private readonly now: () => number,
  ) {}

  /** Null if no tokens are checked, because all clients are one caller then. */
  of(caller: Caller): CallerShare | null {
    if (caller.identity === null) return null;
    const share = this.known.get(caller) ?? this.sharedBy(caller.identity);
    this.known.set(caller, share);
    return share;
  }

  private sharedBy(identity: CallerIdentity): CallerShare {
    const key = callerKey(identity);
    const share = this.shares.get(key) ?? new CallerShare(this.limits, this.now);
    this.shares.set(key, share);
    return share;
  }
}
