import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { AccountsSearch } from '../providers/accounts-search.js';
import type { CallReference, ConnectedAccount, LookupCapability, LookupOutcome } from '../providers/provider.js';
import { ProviderError, tooLate } from '../upstream/provider-error.js';
import type { SearchAllowance } from '../upstream/search-allowance.js';
import type { UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import type { CallCache } from './call-cache.js';
import { LookupBatches } from './lookup-batches.js';
import { OtherProcesses } from './other-processes.js';
import { MANY_TOGETHER, PendingLookup } from './pending-lookup.js';
import { PendingLookups } from './pending-lookups.js';
import { referenceKey } from './reference-key.js';
import type { SharedCalls } from './shared-calls.js';
import { Waiter } from './waiter.js';

/** Counts batches and cache reads. */
export interface SharingObserver {
  batchSent(account: AccountName, size: number): void;
  cacheRead(account: AccountName, hits: number, misses: number): void;
}

/**
 * An account's look-up, shared by all clients of this process. Cached calls are not requested, pending look-ups
 * are joined, and all others are collected into batches. What a caller may see is checked before.
 */
export class SharedLookup implements LookupCapability {
  readonly idsPerRequest: number | null;
  private readonly account: AccountName;
  private readonly provider: CallProviderName;
  private readonly pending = new PendingLookups();
  private readonly others: OtherProcesses | null;
  private readonly batches: LookupBatches;

  constructor(
    { account, name, lookup }: Pick<ConnectedAccount, 'account' | 'name' | 'lookup'>,
    private readonly cache: CallCache,
    /** How long a look-up waits for others to share its request, in milliseconds. */
    windowMs: number,
    private readonly observer: SharingObserver,
    searches: Pick<SearchAllowance, 'isSpent'>,
    /** Null if there are no other processes, or no way to ask them. */
    shared: SharedCalls | null,
  ) {
    const { pending } = this;
    this.account = account;
    this.provider = name;
    this.idsPerRequest = lookup.idsPerRequest;
    this.others = shared && new OtherProcesses(account, shared, cache, lookup.idsPerRequest);
    shared?.hear(account, (providerCallId, before) => pending.outdate(providerCallId, before));
    this.batches = new LookupBatches({ account, lookup, cache, windowMs, searches, others: this.others, pending, onSent: (size) => observer.batchSent(account, size) });
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
      if (!one.isAwaited && this.pending.remove(one)) one.drop();
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
    if (pending && !isReplaced && !(isFresh && pending.isOlder)) {
      pending.join(waiter);
      waiter.charge(pending.requests, this.account);
      return pending;
    }
    const lookup = new PendingLookup(key, reference, askedTogether, urgency, isFresh, isReplaced ? pending : null);
    lookup.know(this.cache.lastKnown(this.account, reference.providerCallId));
    lookup.join(waiter);
    this.pending.add(lookup);
    if (this.others) void this.askOthers(lookup, this.others);
    else this.batches.add(lookup);
    return lookup;
  }

  /** Requests the call only if no other process has it or requests it. */
  private async askOthers(lookup: PendingLookup, others: OtherProcesses): Promise<void> {
    lookup.mayBeKnown = !lookup.isFresh;
    const outcome = await others.outcomeOf(lookup).catch(() => undefined);
    lookup.mayBeKnown = false;
    if (outcome === undefined) return this.batches.add(lookup);
    if (outcome instanceof ProviderError) outcome.at(this.account);
    this.pending.remove(lookup);
    lookup.settle(outcome);
  }

  /** Whether a new request would be sent sooner, because the pending one is queued behind many others or less urgent. */
  private isSoonerAlone({ requests, askedTogether, urgency }: PendingLookup, ownAskedTogether: number, ownUrgency: Urgency): boolean {
    const isQueued = this.batches.areSingle && requests?.sent === 0;
    return isQueued && ((askedTogether > MANY_TOGETHER && ownAskedTogether <= MANY_TOGETHER) || urgency < ownUrgency);
  }
}
