import type { CallReference, LookupOutcome } from '../providers/provider.js';
import type { Urgency } from '../upstream/upstream-context.js';
import type { SharedRequests } from './shared-requests.js';
import type { Waiter } from './waiter.js';

/** A call that is being looked up, once for everybody who waits for it. */
export class PendingLookup {
  outcome: LookupOutcome | undefined;
  /** Null until its batch is handed over. From then on an answer may be older than the question of who joins. */
  requests: SharedRequests | null = null;
  private readonly waiters = new Set<Waiter>();
  private onAbandoned: ((reason: unknown) => void) | null = null;

  constructor(
    /** What is looked up, as the waiters asked for it. */
    readonly key: string,
    /** The same, with a hint that helps to find it. */
    readonly reference: CallReference,
    /** How many calls its first waiter asked for together; it is queued behind them. */
    readonly askedTogether: number,
    readonly urgency: Urgency,
    /** An older look-up of the same call that is still queued. It is settled with this one. */
    private readonly replaced: PendingLookup | null,
  ) {}

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

  /** Its batch is handed over. `onAbandoned` is told why the last waiter left. */
  start(requests: SharedRequests, onAbandoned: (reason: unknown) => void): void {
    this.requests = requests;
    this.onAbandoned = onAbandoned;
  }

  settle(outcome: LookupOutcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    for (const waiter of this.waiters) waiter.settled();
    this.waiters.clear();
    this.replaced?.settle(outcome);
    this.replaced?.onAbandoned?.(undefined);
  }

  fail(error: unknown): void {
    for (const waiter of this.waiters) waiter.failed(error);
    this.waiters.clear();
  }
}
