import { setMaxListeners } from 'node:events';
import type { Call } from '../model/call.js';
import type { AccountName } from '../model/account.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { CallReference, ConnectedAccount, LookupCapability, LookupOutcome } from '../providers/provider.js';
import type { AccountsSearch } from '../providers/accounts-search.js';
import type { SearchAllowance } from '../upstream/search-allowance.js';
import type { UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { ProviderError, tooLate } from '../upstream/provider-error.js';
import type { CallCache } from './call-cache.js';
import { Gathering } from './gathering.js';
import { OtherProcesses } from './other-processes.js';
import { MANY_TOGETHER, PendingLookup } from './pending-lookup.js';
import { referenceKey } from './reference-key.js';
import type { SharedCalls } from './shared-calls.js';
import { sharedContext, type SharedRequests } from './shared-requests.js';
import { Waiter } from './waiter.js';

/** Counts batches and cache reads. */
export interface SharingObserver {
  batchSent(account: AccountName, size: number): void;
  cacheRead(account: AccountName, hits: number, misses: number): void;
}

/** Batch size for vendors that are searched by a span of time: finding many calls costs as much as finding one. */
const MAX_BATCH_FROM_LIST = 1000;
/** Ten requests per minute, a twentieth of Exotel's limit. */
const SLOW_WINDOW_MS = 6000;

/**
 * An account's look-up, shared by all clients of this process. Cached calls are not requested, pending look-ups
 * are joined, and all others are collected into batches. What a caller may see is checked before.
 */
export class SharedLookup implements LookupCapability {
  readonly idsPerRequest: number | null;
  private readonly account: AccountName;
  private readonly provider: CallProviderName;
  private readonly lookup: LookupCapability;
  private readonly pending = new Map<string, PendingLookup>();
  private readonly others: OtherProcesses | null;
  private readonly gathering: Gathering<PendingLookup> | null;
  /** For ids that may not exist, once too many ids did not. */
  private readonly slowGathering: Gathering<PendingLookup> | null;

  constructor(
    { account, name, lookup }: Pick<ConnectedAccount, 'account' | 'name' | 'lookup'>,
    private readonly cache: CallCache,
    /** How long a look-up waits for others to share its request, in milliseconds. */
    windowMs: number,
    private readonly observer: SharingObserver,
    private readonly searches: Pick<SearchAllowance, 'isSpent'>,
    /** Null if there are no other processes, or no way to ask them. */
    shared: SharedCalls | null,
  ) {
    this.account = account;
    this.provider = name;
    this.lookup = lookup;
    this.idsPerRequest = lookup.idsPerRequest;
    // If a request takes one id, waiting for more look-ups has no use.
    const gatheringFor = (milliseconds: number) =>
      lookup.idsPerRequest === 1 ? null : new Gathering<PendingLookup>(milliseconds, lookup.idsPerRequest ?? MAX_BATCH_FROM_LIST, (batch) => void this.send(batch), () => this.others?.isAsked === true);
    this.others = shared && new OtherProcesses(account, shared, cache, lookup.idsPerRequest);
    shared?.hear(account, (providerCallId, before) => this.outdate(providerCallId, before));
    this.gathering = gatheringFor(windowMs);
    this.slowGathering = gatheringFor(SLOW_WINDOW_MS);
  }

  async find(references: readonly CallReference[], context: UpstreamContext): Promise<LookupOutcome[]> {
    const waiter = new Waiter(context);
    const cached = context.isFresh ? null : references.map((reference) => this.known(reference));
    if (cached) this.countReads(cached);
    const found = references.map((reference, index) => cached?.[index] ?? this.join(reference, waiter, references.length));
    // A call that is wanted from this account in any case is waited for, whatever another account has.
    const wanted = new Set(found.filter((_, index) => !references[index]?.search));
    for (const [index, one] of found.entries()) {
      const { search } = references[index] ?? {};
      if (search) this.takePart(search, one, wanted.has(one) ? null : waiter);
    }
    try {
      if (waiter.isWaiting) await waiter.doneOrAborted();
    } finally {
      for (const one of found) if (one instanceof PendingLookup) one.leave(waiter);
    }
    return found.map((one, index) => {
      if (!(one instanceof PendingLookup)) return one.call;
      if (one.outcome !== undefined) return one.outcome;
      return references[index]?.search?.isOver ? null : tooLate(this.provider, true).at(this.account);
    });
  }

  /** Ends a search at other accounts once the call is found here. `waiter` waits no longer once it is found there. */
  private takePart(search: AccountsSearch, one: PendingLookup | { readonly call: Call | null }, waiter: Waiter | null): void {
    if (!(one instanceof PendingLookup)) {
      if (one.call) search.found();
      else search.looked();
      return;
    }
    one.takePartIn(search);
    search.onFound(() => {
      if (!waiter || !one.waiting.has(waiter)) return;
      one.leave(waiter);
      waiter.settled();
      if (!one.isAwaited && this.remove(one)) one.drop();
    });
  }

  private known(reference: CallReference): { readonly call: Call | null } | null {
    const call = this.cache.get(this.account, reference);
    return call === undefined || (call === null && reference.mayBeElsewhere) ? null : { call };
  }

  private countReads(cached: readonly unknown[]): void {
    const hits = cached.filter((one) => one !== null).length;
    this.observer.cacheRead(this.account, hits, cached.length - hits);
  }

  /** Joins a pending look-up of the call, or starts one. */
  private join(reference: CallReference, waiter: Waiter, askedTogether: number): PendingLookup {
    const { isFresh, urgency } = waiter.context;
    const key = referenceKey(reference);
    const pending = this.pending.get(key);
    const isReplaced = pending !== undefined && this.isSoonerAlone(pending, askedTogether, urgency);
    const isJoined = pending && !isReplaced && !(isFresh && pending.isOlder);
    const hinted = this.cache.hintFor(this.account, reference);
    const lookup = isJoined ? pending : new PendingLookup(key, hinted, askedTogether, urgency, isFresh, isReplaced ? pending : null);
    lookup.join(waiter);
    if (isJoined) {
      waiter.charge(lookup.requests, this.account);
      return lookup;
    }
    this.pending.set(key, lookup);
    if (this.others) void this.askOthers(lookup, this.others);
    else this.enqueue(lookup);
    return lookup;
  }

  /** Requests the call only if no other process has it or requests it. */
  private async askOthers(lookup: PendingLookup, others: OtherProcesses): Promise<void> {
    lookup.mayBeKnown = !lookup.isFresh;
    const outcome = await others.outcomeOf(lookup).catch(() => undefined);
    lookup.mayBeKnown = false;
    if (outcome === undefined) return this.enqueue(lookup);
    if (outcome instanceof ProviderError) outcome.at(this.account);
    this.remove(lookup);
    lookup.settle(outcome);
  }

  /** Another process may have read the call later than the request that is in progress here. Nobody joins that, and its outcome is not kept. */
  private outdate(providerCallId: string | null, before: number): void {
    const keys = providerCallId === null ? [...this.pending.keys()] : [referenceKey({ providerCallId })];
    for (const key of keys) {
      const { requests, claim } = this.pending.get(key) ?? {};
      // A message may arrive late: what was claimed after it is newer.
      const isNewer = claim !== undefined && claim !== null && Number(claim.claimedAt) > before;
      if (requests && !isNewer) this.pending.delete(key);
    }
  }

  private enqueue(lookup: PendingLookup): void {
    const { hint, createdAt } = lookup.reference;
    const mayNotExist = !hint && !createdAt && this.searches.isSpent;
    const gathering = mayNotExist ? this.slowGathering : this.gathering;
    if (gathering) gathering.add(lookup);
    else void this.send([lookup]);
  }

  /** Whether a new request would be sent sooner, because the pending one is queued behind many others or less urgent. */
  private isSoonerAlone({ requests, askedTogether, urgency }: PendingLookup, ownAskedTogether: number, ownUrgency: Urgency): boolean {
    const isQueued = this.gathering === null && requests?.sent === 0;
    return isQueued && ((askedTogether > MANY_TOGETHER && ownAskedTogether <= MANY_TOGETHER) || urgency < ownUrgency);
  }

  private async send(gathered: readonly PendingLookup[]): Promise<void> {
    const lookups = gathered.filter(({ isAwaited }) => isAwaited);
    for (const lookup of gathered) {
      if (lookup.isAwaited) continue;
      this.remove(lookup);
      this.others?.giveUp(lookup);
    }
    if (lookups.length === 0) return;
    const stop = new AbortController();
    // Every request of the batch adds a listener.
    setMaxListeners(0, stop.signal);
    const stopIfAbandoned = (reason: unknown) => {
      if (lookups.some(({ isAwaited }) => isAwaited)) return;
      for (const lookup of lookups) this.remove(lookup);
      stop.abort(reason);
    };
    const requests: SharedRequests = { sent: 0 };
    for (const lookup of lookups) lookup.start(requests, stopIfAbandoned);
    this.observer.batchSent(this.account, lookups.length);
    const byReference = new Map(lookups.map((lookup) => [lookup.reference, lookup]));
    const settle = (reference: CallReference, outcome: LookupOutcome) => {
      const lookup = byReference.get(reference);
      if (lookup && byReference.delete(reference)) this.settle(lookup, outcome);
    };
    const references = lookups.map(({ reference }) => reference);
    try {
      const outcomes = await this.lookup.find(references, sharedContext(() => contextsOf(lookups), requests, stop.signal), settle);
      for (const [index, reference] of references.entries()) settle(reference, outcomes[index] ?? null);
    } catch (error) {
      // Look-ups should never reject. If one does, its waiters must not wait forever.
      for (const lookup of lookups) {
        this.others?.giveUp(lookup);
        if (this.remove(lookup)) lookup.fail(error);
      }
    }
  }

  /** Caches an outcome, unless a newer look-up of the call has started, and passes it on. */
  private settle(lookup: PendingLookup, outcome: LookupOutcome): void {
    if (outcome instanceof ProviderError) outcome.at(this.account);
    const { kept, isKept } = this.remember(lookup, outcome);
    const told = this.others?.tell(lookup, kept, isKept);
    // Who asks for the newest state may announce it. Nobody should find an older one then.
    if (told && lookup.isFresh) void told.then(() => lookup.settle(kept));
    else lookup.settle(kept);
  }

  private remember(lookup: PendingLookup, outcome: LookupOutcome): { readonly kept: LookupOutcome; readonly isKept: boolean } {
    if (!this.remove(lookup) || outcome instanceof ProviderError) return { kept: outcome, isKept: false };
    if (outcome === null) return { kept: null, isKept: this.cache.keepAbsent(this.account, lookup.reference) };
    return { kept: this.cache.keep(outcome), isKept: true };
  }

  private remove(lookup: PendingLookup): boolean {
    return this.pending.get(lookup.key) === lookup && this.pending.delete(lookup.key);
  }
}

/** The distinct contexts of all waiters of the look-ups. */
function contextsOf(lookups: readonly PendingLookup[]): UpstreamContext[] {
  const waiters = new Set<Waiter>();
  for (const { waiting } of lookups) for (const waiter of waiting) waiters.add(waiter);
  return [...waiters].map(({ context }) => context);
}
