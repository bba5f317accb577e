import type { Call } from '../model/call.js';
import type { Range } from '../model/call-filter.js';
import { isGoingOn } from '../model/call-status.js';
import type { AccountsSearch } from '../providers/accounts-search.js';
import type { CallReference, LookupOutcome } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { Urgency } from '../upstream/upstream-context.js';
import type { Claim } from './shared-calls.js';
import type { SharedRequests } from './shared-requests.js';
import type { Waiter } from './waiter.js';

/** A waiter with more calls than this must not delay smaller ones. */
export const MANY_TOGETHER = 16;

/** A look-up of one call that is in progress. All waiters for the call share it. For the provider it is what to look up. */
export class PendingLookup implements CallReference {
  readonly providerCallId: string;
  readonly createdAt: Range<Date> | undefined;
  readonly search: AccountsSearch | undefined;
  readonly mayBeElsewhere: true | undefined;
  hint: Date | null | undefined;
  wasGoingOn: boolean | undefined;
  known: Call | null = null;
  outcome: LookupOutcome | undefined;
  /** Null until its batch starts. Afterwards, a response may be older than the request of a waiter that joins. */
  requests: SharedRequests | null = null;
  /** Identifies this look-up to other processes. Null without one, or while they are not asked. */
  claim: Claim | null = null;
  /** What it finds may have been read by another process, before a waiter joined. */
  mayBeKnown = false;
  private readonly waiters = new Set<Waiter>();
  /** The searches at several accounts of which it is a part. Null for most look-ups. */
  private searches: Set<AccountsSearch> | null = null;
  private hasLooked = false;
  private isDropped = false;
  private onAbandoned: ((reason: unknown) => void) | null = null;

  constructor(
    /** Identifies the look-up, see `referenceKey`. */
    readonly key: string,
    reference: CallReference,
    /** How many calls its first waiter requested together. The look-up may be queued behind them. */
    readonly askedTogether: number,
    readonly urgency: Urgency,
    /** Only what is read from now on is wanted. */
    readonly isFresh: boolean,
    /** An older look-up of the same call that is still queued. It settles together with this one. */
    private readonly replaced: PendingLookup | null,
  ) {
    this.providerCallId = reference.providerCallId;
    this.createdAt = reference.createdAt;
    this.search = reference.search;
    this.mayBeElsewhere = reference.mayBeElsewhere;
    this.hint = reference.hint;
    this.wasGoingOn = reference.wasGoingOn;
  }

  /** Whether it may find what was read before now. */
  get isOlder(): boolean {
    return this.requests !== null || this.mayBeKnown;
  }

  /** Adds what helps the provider to find the call. Null: nothing is known of it. */
  know(call: Call | null): void {
    this.known = call;
    if (!call || call.isTimeless) return;
    this.hint = call.createdAt;
    this.wasGoingOn = isGoingOn(call.status);
  }

  get waiting(): ReadonlySet<Waiter> {
    return this.waiters;
  }

  get isAwaited(): boolean {
    return this.waiters.size > 0;
  }

  join(waiter: Waiter): void {
    if (this.waiters.has(waiter)) return;
    this.waiters.add(waiter);
    waiter.joined();
  }

  leave(waiter: Waiter): void {
    if (this.waiters.delete(waiter) && this.waiters.size === 0) this.onAbandoned?.(waiter.context.signal.reason);
  }

  /** Nobody waits for it or can join it any more, so that it need not be looked for. */
  drop(): void {
    this.isDropped = true;
  }

  isWanted(): boolean {
    return !this.isDropped;
  }

  /** Takes part in a search at several accounts. */
  takePartIn(search: AccountsSearch): void {
    if (this.hasLooked) search.looked();
    this.searches = (this.searches ?? new Set()).add(search);
  }

  async lookedFirst(): Promise<void> {
    this.endFirstLook();
    await this.search?.othersLooked();
  }

  private endFirstLook(): void {
    if (this.hasLooked) return;
    this.hasLooked = true;
    for (const search of this.searches ?? []) search.looked();
  }

  /** Marks its batch as started. `onAbandoned` is called with the abort reason of the last waiter that leaves. */
  start(requests: SharedRequests, onAbandoned: (reason: unknown) => void): void {
    this.requests = requests;
    this.onAbandoned = onAbandoned;
  }

  settle(outcome: LookupOutcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    for (const waiter of this.waiters) waiter.settled();
    this.waiters.clear();
    if (outcome !== null && !(outcome instanceof ProviderError)) for (const search of this.searches ?? []) search.found();
    this.endFirstLook();
    // Nobody waited for this one to its end, so the older one, which somebody waits for, has to find out by itself.
    if (this.isDropped || (outcome instanceof ProviderError && outcome.facts.abandoned)) return;
    this.replaced?.settle(outcome);
    this.replaced?.onAbandoned?.(undefined);
  }

  fail(error: unknown): void {
    for (const waiter of this.waiters) waiter.failed(error);
    this.waiters.clear();
  }
}
