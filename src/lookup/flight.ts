import type { CallProviderName } from '../model/call-provider.js';
import { type CallReference, type LookupOutcome, type RequestOrigin, type UpstreamContext, Urgency } from '../providers/provider.js';

/** One look-up of several calls: on whose behalf, and how many of them it still waits for. */
export class Passenger {
  readonly arrived: Promise<void>;
  private waitsFor = 0;
  private readonly batches = new Set<Batch>();
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

  /** Who joins what is under way has it cost what was sent for it before, too. */
  joined(batch: Batch | null, provider: CallProviderName): void {
    if (!batch || this.batches.has(batch)) return;
    this.batches.add(batch);
    for (let sent = 0; sent < batch.requests; sent++) this.context.origin?.sent(provider);
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

/** Flights that share their requests. */
export interface Batch {
  /** How many were sent so far. */
  requests: number;
}

/** A call that is being looked for, once for everybody who waits for it. */
export class Flight {
  outcome: LookupOutcome | undefined;
  /** Its requests may have left: who joins from here on may be told something that is older than the question. */
  batch: Batch | null = null;
  private readonly passengers = new Set<Passenger>();
  private onAbandoned: ((reason: unknown) => void) | null = null;

  constructor(
    /** What is looked for, as those who wait for it asked. */
    readonly key: string,
    /** The same with what helps to find it. */
    readonly reference: CallReference,
    /** How many others its first passenger asked for with it: it waits its turn behind them. */
    readonly crowd: number,
    readonly urgency: Urgency,
    /** One for the same call that still waits its turn, which this one overtakes. */
    private readonly overtaken: Flight | null,
  ) {}

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
    if (this.passengers.delete(passenger) && this.passengers.size === 0) this.onAbandoned?.(passenger.context.signal.reason);
  }

  /** `onAbandoned` hears why the last one left. */
  takeOff(batch: Batch, onAbandoned: (reason: unknown) => void): void {
    this.batch = batch;
    this.onAbandoned = onAbandoned;
  }

  land(outcome: LookupOutcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    for (const passenger of this.passengers) passenger.landed();
    this.passengers.clear();
    this.overtaken?.land(outcome);
    this.overtaken?.onAbandoned?.(undefined);
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
export function sharedContext(flights: readonly Flight[], batch: Batch, signal: AbortSignal): UpstreamContext {
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
      const sent = (provider: CallProviderName) => {
        batch.requests += 1;
        for (const origin of origins) origin.sent(provider);
      };
      const isSpent = origins.every((origin) => origin.isSpent);
      return first && { requestId: first.requestId, span: first.span, isSpent, sent };
    },
  };
}
