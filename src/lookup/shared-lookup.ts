import { setMaxListeners } from 'node:events';
import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { CallReference, LookupCapability, LookupOutcome, SearchAllowance, UpstreamContext, Urgency } from '../providers/provider.js';
import { ProviderError, tooLate } from '../providers/provider-error.js';
import type { CallCache } from './call-cache.js';
import { type Batch, Flight, Passenger, sharedContext } from './flight.js';
import { Gathering } from './gathering.js';

/** Told of what is shared, for whoever counts it. */
export interface SharingObserver {
  batchSent(provider: CallProviderName, size: number): void;
  cacheRead(provider: CallProviderName, isHit: boolean): void;
}

/** Who asks for more calls at once waits for the later ones of them. */
const CROWD = 16;
/** A vendor that is asked for days, or for everything, finds so many calls as easily as one. */
const MOST_IN_A_LIST = 1000;
/** Ten requests a minute are a twentieth of what Exotel allows. */
const PATIENT_WINDOW_MS = 6000;

/**
 * A provider's look-up as all clients of this process share it: what is known is not asked for, what
 * somebody already looks for is waited for, and the rest is asked for together. Who asks is allowed the
 * same as everybody else: all of them ask with the one account of the configuration.
 */
export class SharedLookup implements LookupCapability {
  readonly idsPerRequest: number;
  private readonly flights = new Map<string, Flight>();
  private readonly gathering: Gathering<Flight> | null;
  /** For calls that may not exist, while too many of them did not. */
  private readonly patientGathering: Gathering<Flight> | null;

  constructor(
    private readonly provider: CallProviderName,
    private readonly lookup: LookupCapability,
    private readonly cache: CallCache,
    /** How long a look-up waits for others to share its request, in milliseconds. */
    windowMs: number,
    private readonly observer: SharingObserver,
    private readonly searches: Pick<SearchAllowance, 'isSpent'>,
  ) {
    this.idsPerRequest = lookup.idsPerRequest;
    // Where a request takes one id there is nothing to wait for.
    const gatheringFor = (milliseconds: number) =>
      lookup.idsPerRequest === 1 ? null : new Gathering<Flight>(milliseconds, lookup.idsPerRequest || MOST_IN_A_LIST, (batch) => void this.send(batch));
    this.gathering = gatheringFor(windowMs);
    this.patientGathering = gatheringFor(PATIENT_WINDOW_MS);
  }

  async find(references: readonly CallReference[], context: UpstreamContext): Promise<LookupOutcome[]> {
    const passenger = new Passenger(context);
    const found = references.map((reference) => this.known(reference, context) ?? this.board(reference, passenger, references.length));
    try {
      if (passenger.isWaiting) await arrivedOrStopped(passenger);
    } finally {
      for (const one of found) if (one instanceof Flight) one.leave(passenger);
    }
    return found.map((one) => (one instanceof Flight ? (one.outcome === undefined ? tooLate(this.provider, true) : one.outcome) : one.call));
  }

  private known(reference: CallReference, { isFresh }: UpstreamContext): { readonly call: Call | null } | null {
    if (isFresh) return null;
    const call = this.cache.get(this.provider, reference);
    this.observer.cacheRead(this.provider, call !== undefined);
    return call === undefined ? null : { call };
  }

  private board(reference: CallReference, passenger: Passenger, crowd: number): Flight {
    const { isFresh, urgency } = passenger.context;
    const key = referenceKey(reference);
    const underWay = this.flights.get(key);
    const isOvertaken = underWay !== undefined && this.waitsInCrowd(underWay, crowd, urgency);
    const isGood = underWay && !isOvertaken && !(isFresh && underWay.batch);
    const hint = this.cache.hintFor(this.provider, reference);
    const flight = isGood ? underWay : new Flight(key, hint, crowd, urgency, isOvertaken ? underWay : null);
    flight.board(passenger);
    if (isGood) {
      passenger.joined(flight.batch, this.provider);
      return flight;
    }
    this.flights.set(key, flight);
    const mayNotExist = !hint.hint && !hint.createdAt && this.searches.isSpent;
    const gathering = mayNotExist ? this.patientGathering : this.gathering;
    if (gathering) gathering.add(flight);
    else void this.send([flight]);
    return flight;
  }

  /** Whether a call that is looked for would be found sooner for this asker alone: nothing was sent for it yet, and it has many before it. */
  private waitsInCrowd({ batch, crowd, urgency }: Flight, ownCrowd: number, ownUrgency: Urgency): boolean {
    const isQueued = this.gathering === null && batch?.requests === 0;
    return isQueued && ((crowd > CROWD && ownCrowd <= CROWD) || urgency < ownUrgency);
  }

  private async send(gathered: readonly Flight[]): Promise<void> {
    const flights = gathered.filter(({ isAwaited }) => isAwaited);
    for (const flight of gathered) if (!flight.isAwaited) this.forget(flight);
    if (flights.length === 0) return;
    const stop = new AbortController();
    // Every request of the batch listens to it.
    setMaxListeners(0, stop.signal);
    const stopIfUnwanted = (lastReason: unknown) => {
      if (flights.some(({ isAwaited }) => isAwaited)) return;
      for (const flight of flights) this.forget(flight);
      stop.abort(lastReason);
    };
    const batch: Batch = { requests: 0 };
    for (const flight of flights) flight.takeOff(batch, stopIfUnwanted);
    this.observer.batchSent(this.provider, flights.length);
    const byReference = new Map(flights.map((flight) => [flight.reference, flight]));
    const land = (reference: CallReference, outcome: LookupOutcome) => {
      const flight = byReference.get(reference);
      if (flight && flight.outcome === undefined) flight.land(this.remember(flight, outcome));
    };
    const references = flights.map(({ reference }) => reference);
    try {
      const outcomes = await this.lookup.find(references, sharedContext(flights, batch, stop.signal), land);
      for (const [index, reference] of references.entries()) land(reference, outcomes[index] ?? null);
    } catch (error) {
      // Look-ups don't reject; were one to, those who wait have to hear of it.
      for (const flight of flights) if (this.forget(flight)) flight.crash(error);
    }
  }

  /** Keeps what was read, unless somebody has asked again since: that answer is the newer one. */
  private remember(flight: Flight, outcome: LookupOutcome): LookupOutcome {
    if (!this.forget(flight) || outcome instanceof ProviderError) return outcome;
    if (outcome !== null) return this.cache.keep(outcome);
    this.cache.keepAbsent(this.provider, flight.reference);
    return null;
  }

  private forget(flight: Flight): boolean {
    return this.flights.get(flight.key) === flight && this.flights.delete(flight.key);
  }
}

/** What is looked for, and where: the same key is the same look-up. */
export function referenceKey({ providerCallId, createdAt }: CallReference): string {
  return `${providerCallId} ${createdAt?.from?.getTime() ?? ''} ${createdAt?.to?.getTime() ?? ''}`;
}

/** Written out: the helpers for this make an error for each time that nothing is stopped. */
function arrivedOrStopped({ arrived, context: { signal } }: Passenger): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
    arrived.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
