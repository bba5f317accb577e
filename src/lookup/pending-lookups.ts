import type { PendingLookup } from './pending-lookup.js';
import { referenceKey } from './reference-key.js';

/** The look-ups of one account that are in progress and may be joined, at most one for each key. */
export class PendingLookups {
  private readonly byKey = new Map<string, PendingLookup>();

  get(key: string): PendingLookup | undefined {
    return this.byKey.get(key);
  }

  /** From now on, this one is joined. */
  add(lookup: PendingLookup): void {
    this.byKey.set(lookup.key, lookup);
  }

  /** Whether it could be joined until now, so that no newer look-up of the call has started. */
  remove(lookup: PendingLookup): boolean {
    return this.byKey.get(lookup.key) === lookup && this.byKey.delete(lookup.key);
  }

  /**
   * Another process may have read the call later than the request that is in progress here; null: any call. Nobody joins
   * that, and its outcome is not kept. `before`: what was claimed after it is newer, because a message may arrive late.
   */
  outdate(providerCallId: string | null, before: number): void {
    const keys = providerCallId === null ? [...this.byKey.keys()] : [referenceKey({ providerCallId })];
    for (const key of keys) {
      const { requests, claim } = this.byKey.get(key) ?? {};
      const isNewer = claim !== undefined && claim !== null && Number(claim.claimedAt) > before;
      if (requests && !isNewer) this.byKey.delete(key);
    }
  }
}
