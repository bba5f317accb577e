import { type CallReference, type LookupOutcome, type RequestOrigin, type UpstreamContext, Urgency } from '../providers/provider.js';

/** One look-up of several calls: on whose behalf, and how many of them it still waits for. */
export class Passenger {
  readonly arrived: Promise<void>;
  private waitsFor = 0;
  private arrive!: () => void;
  private giveUp!: (error: unknown) => void;

  constructor(readonly context: UpstreamContext) {
    this.arrived = new Promise((resolve, reject) => {
      this.arrive = resolve;
      this.giveUp = reject;
    });
    // It may have left by then.
    this.arrived.catch(() => undefined);
  }

  get isWaiting(): boolean {
    return this.waitsFor > 0;
  }

  boarded(): void {
    this.waitsFor += 1;
  }

  landed(): void {
    this.waitsFor -= 1;
    if (this.waitsFor === 0) this.arrive();
  }

  crashed(error: unknown): void {
    this.giveUp(error);
  }
}

/** A call that is being looked for, once for everybody who waits for it. */
export class Flight {
  outcome: LookupOutcome | undefined;
  /** Its request may have left: who joins from here on may be told something that is older than the question. */
  isSent = false;
  private readonly passengers = new Set<Passenger>();
  private onAbandoned: (() => void) | null = null;

  constructor(readonly reference: CallReference) {}

  /** Those who still wait. */
  get waiting(): ReadonlySet<Passenger> {
    return this.passengers;
  }

  get isAwaited(): boolean {
    return this.passengers.size > 0;
  }

  board(passenger: Passenger): void {
    if (this.passengers.has(passenger)) return;
    this.passengers.add(passenger);
    passenger.boarded();
  }

  leave(passenger: Passenger): void {
    if (this.passengers.delete(passenger) && this.passengers.size === 0) this.onAbandoned?.();
  }

  takeOff(onAbandoned: () => void): void {
    this.isSent = true;
    this.onAbandoned = onAbandoned;
  }

  land(outcome: LookupOutcome): void {
    this.outcome = outcome;
    for (const passenger of this.passengers) passenger.landed();
    this.passengers.clear();
  }

  crash(error: unknown): void {
    for (const passenger of this.passengers) passenger.crashed(error);
    this.passengers.clear();
  }
}

/**
 * What several flights that share requests are allowed together: as long and as urgent as any of their
 * passengers needs. Passengers come and go, so that it is asked anew each time.
 */
export function sharedContext(flights: readonly Flight[], signal: AbortSignal): UpstreamContext {
  const contexts = () => [...new Set(flights.flatMap(({ waiting }) => [...waiting]))].map(({ context }) => context);
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
      const origins = [...new Set(contexts().map(({ origin }) => origin))].filter((origin) => origin !== undefined);
      const [first] = origins;
      return first && { requestId: first.requestId, span: first.span, sent: (provider) => origins.forEach((origin) => origin.sent(provider)) };
    },
  };
}
