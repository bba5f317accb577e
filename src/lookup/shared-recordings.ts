import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { FoundRecordings, RecordingCapability } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { CallCacheLimits } from './call-cache.js';

type Found = Exclude<FoundRecordings, ProviderError>;

/**
 * An account's recordings, found by separate requests and remembered for all clients of this process: those of a
 * settled call for long, all others for seconds.
 */
export class SharedRecordings {
  private readonly known: LRUCache<string, Found> | null;

  constructor(
    private readonly find: NonNullable<RecordingCapability['find']>,
    private readonly limits: Pick<CallCacheLimits, 'maxCalls' | 'settledMs' | 'unsettledMs'>,
    /** Epoch milliseconds. */
    private readonly now: () => number,
  ) {
    this.known = limits.maxCalls === 0 ? null : new LRUCache({ max: limits.maxCalls });
  }

  /** The recordings of calls, in their order. */
  async of(calls: readonly Call[], context: UpstreamContext): Promise<FoundRecordings[]> {
    const known = calls.map(({ providerCallId }) => (context.isFresh ? undefined : this.known?.get(providerCallId)));
    const missing = calls.filter((_, index) => known[index] === undefined);
    const found = missing.length === 0 ? [] : await this.find(missing, context);
    const now = this.now();
    missing.forEach((call, index) => {
      const recordings = found[index];
      const ttl = call.isSettledAt(now) ? this.limits.settledMs : this.limits.unsettledMs;
      if (recordings && !(recordings instanceof ProviderError) && ttl > 0) this.known?.set(call.providerCallId, recordings, { ttl });
    });
    const rest = found[Symbol.iterator]();
    return known.map((recordings) => recordings ?? rest.next().value ?? []);
  }
}
