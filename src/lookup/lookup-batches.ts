import { setMaxListeners } from 'node:events';
import type { AccountName } from '../model/account.js';
import type { CallReference, LookupCapability, LookupOutcome } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { SearchAllowance } from '../upstream/search-allowance.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { CallCache } from './call-cache.js';
import { Gathering } from './gathering.js';
import type { OtherProcesses } from './other-processes.js';
import type { PendingLookup } from './pending-lookup.js';
import type { PendingLookups } from './pending-lookups.js';
import { sharedContext, type SharedRequests } from './shared-requests.js';
import type { Waiter } from './waiter.js';

/** Batch size for vendors that are searched by a span of time: finding many calls costs as much as finding one. */
const MAX_BATCH_FROM_LIST = 1000;
/** Ten requests per minute, a twentieth of Exotel's limit. */
const SLOW_WINDOW_MS = 6000;

export interface LookupBatchesParts {
  readonly account: AccountName;
  readonly lookup: LookupCapability;
  readonly cache: CallCache;
  /** How long a look-up waits for others to share its request, in milliseconds. */
  readonly windowMs: number;
  readonly searches: Pick<SearchAllowance, 'isSpent'>;
  /** Null if there are no other processes, or no way to ask them. */
  readonly others: OtherProcesses | null;
  readonly pending: PendingLookups;
  readonly onSent: (size: number) => void;
}

/** Collects the look-ups of an account into batches, sends them, and keeps what was read. */
export class LookupBatches {
  private readonly gathering: Gathering<PendingLookup> | null;
  /** For ids that may not exist, once too many ids did not. */
  private readonly slowGathering: Gathering<PendingLookup> | null;

  constructor(private readonly parts: LookupBatchesParts) {
    const { lookup, windowMs, others } = parts;
    // If a request takes one id, waiting for more look-ups has no use.
    const gatheringFor = (milliseconds: number) =>
      lookup.idsPerRequest === 1 ? null : new Gathering<PendingLookup>(milliseconds, lookup.idsPerRequest ?? MAX_BATCH_FROM_LIST, (batch) => void this.send(batch), () => others?.isAsked === true);
    this.gathering = gatheringFor(windowMs);
    this.slowGathering = gatheringFor(SLOW_WINDOW_MS);
  }

  /** Each look-up is a request of its own. */
  get areSingle(): boolean {
    return this.gathering === null;
  }

  add(lookup: PendingLookup): void {
    const { hint, createdAt } = lookup;
    const mayNotExist = !hint && !createdAt && this.parts.searches.isSpent;
    const gathering = mayNotExist ? this.slowGathering : this.gathering;
    if (gathering) gathering.add(lookup);
    else void this.send([lookup]);
  }

  private async send(gathered: readonly PendingLookup[]): Promise<void> {
    const { lookup: provider, pending, others, onSent } = this.parts;
    const lookups = gathered.filter(({ isAwaited }) => isAwaited);
    for (const lookup of gathered) {
      if (lookup.isAwaited) continue;
      pending.remove(lookup);
      others?.giveUp(lookup);
    }
    if (lookups.length === 0) return;
    const stop = new AbortController();
    // Every request of the batch adds a listener.
    setMaxListeners(0, stop.signal);
    const stopIfAbandoned = (reason: unknown) => {
      if (lookups.some(({ isAwaited }) => isAwaited)) return;
      for (const lookup of lookups) pending.remove(lookup);
      stop.abort(reason);
    };
    const requests: SharedRequests = { sent: 0 };
    for (const lookup of lookups) lookup.start(requests, stopIfAbandoned);
    onSent(lookups.length);
    const unsettled = new Set<CallReference>(lookups);
    const settle = (reference: CallReference, outcome: LookupOutcome) => {
      if (unsettled.delete(reference)) this.settle(reference as PendingLookup, outcome);
    };
    try {
      const outcomes = await provider.find(lookups, sharedContext(() => contextsOf(lookups), requests, stop.signal), settle);
      for (const [index, lookup] of lookups.entries()) settle(lookup, outcomes[index] ?? null);
    } catch (error) {
      // Look-ups should never reject. If one does, its waiters must not wait forever.
      for (const lookup of lookups) {
        others?.giveUp(lookup);
        if (pending.remove(lookup)) lookup.fail(error);
      }
    }
  }

  /** Caches an outcome, unless a newer look-up of the call has started, and passes it on. */
  private settle(lookup: PendingLookup, outcome: LookupOutcome): void {
    if (outcome instanceof ProviderError) outcome.at(this.parts.account);
    const { kept, isKept } = this.remember(lookup, outcome);
    const told = this.parts.others?.tell(lookup, kept, isKept);
    // Who asks for the newest state may announce it. Nobody should find an older one then.
    if (told && lookup.isFresh) void told.then(() => lookup.settle(kept));
    else lookup.settle(kept);
  }

  private remember(lookup: PendingLookup, outcome: LookupOutcome): { readonly kept: LookupOutcome; readonly isKept: boolean } {
    const { account, cache, pending } = this.parts;
    if (!pending.remove(lookup) || outcome instanceof ProviderError) return { kept: outcome, isKept: false };
    if (outcome === null) return { kept: null, isKept: cache.keepAbsent(account, lookup) };
    return { kept: cache.keep(outcome), isKept: true };
  }
}

/** The distinct contexts of all waiters of the look-ups. */
function contextsOf(lookups: readonly PendingLookup[]): UpstreamContext[] {
  const waiters = new Set<Waiter>();
  for (const { waiting } of lookups) for (const waiter of waiting) waiters.add(waiter);
  return [...waiters].map(({ context }) => context);
}
