import { type CallReference, type LookupOutcome, type RequestOrigin, type UpstreamContext, Urgency } from '../providers/provider.js';

/** One look-up call that waits for flights: on whose behalf, and for how long. */
export interface Passenger {
  readonly context: UpstreamContext;
}

/** A call that is being looked for, once for everybody who waits for it. */
export class Flight {
  outcome: LookupOutcome | undefined;
  /** Its request may have left: who joins from here on may be told something that is older than the question. */
  isSent = false;
  readonly landed: Promise<void>;
  private readonly passengers = new Set<Passenger>();
  private touchDown!: () => void;
  private fail!: (error: unknown) => void;
  private onAbandoned: () => void = () => undefined;

  constructor(readonly reference: CallReference) {
    this.landed = new Promise((resolve, reject) => {
      this.touchDown = resolve;
      this.fail = reject;
    });
    // Maybe nobody waits any more.
    this.landed.catch(() => undefined);
  }

  /** Those who still wait. */
  get waiting(): readonly Passenger[] {
    return this.outcome === undefined ? [...this.passengers] : [];
  }

  get isAwaited(): boolean {
    return this.outcome === undefined && this.passengers.size > 0;
  }

  board(passenger: Passenger): void {
    this.passengers.add(passenger);
  }

  leave(passenger: Passenger): void {
    this.passengers.delete(passenger);
    if (this.outcome === undefined && this.passengers.size === 0) this.onAbandoned();
  }

  takeOff(onAbandoned: () => void): void {
    this.isSent = true;
    this.onAbandoned = onAbandoned;
  }

  land(outcome: LookupOutcome): void {
    this.outcome ??= outcome;
    this.touchDown();
  }

  crash(error: unknown): void {
    this.fail(error);
  }
}

/**
 * What several flights that share requests are allowed together: as long and as urgent as any of their
 * passengers needs. Passengers come and go, so that it is asked anew each time.
 */
export function sharedContext(flights: readonly Flight[], signal: AbortSignal): UpstreamContext {
  const contexts = () => flights.flatMap(({ waiting }) => waiting.map(({ context }) => context));
  const origins = () => [...new Set(contexts().map(({ origin }) => origin))].filter((origin) => origin !== undefined);
  return {
    signal,
    isFresh: true,
    get deadlineAt() {
      return contexts().reduce((latest, { deadlineAt }) => Math.max(latest, deadlineAt), 0);
    },
    get urgency() {
      return contexts().reduce((most, { urgency }) => Math.max(most, urgency), Urgency.SWEEP);
    },
    get origin(): RequestOrigin | undefined {
      const all = origins();
      const [first] = all;
      return first && { requestId: first.requestId, span: first.span, sent: (provider) => all.forEach((origin) => origin.sent(provider)) };
    },
  };
}
