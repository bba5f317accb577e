import { CircuitState, circuitBreaker, type CircuitBreakerPolicy, handleWhen, type IBackoffFactory, type IBreaker, isBrokenCircuitError } from 'cockatiel';
import type { CallProviderName } from '../model/call-provider.js';
import { ProviderError } from './provider-error.js';
import { RequestNotSent } from './request-not-sent.js';

/** CLOSED: reads are sent. OPEN: no reads for a while. HALF_OPEN: one read tests whether the provider works again. */
export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** How long it stays open, in milliseconds. Each failed test makes it longer. */
const PAUSES_MS = [2000, 4000, 8000, 16_000, 32_000];
const LONGEST_PAUSE_MS = 60_000;

/** Failures must last this long. A short network problem fails all requests in progress and is then over. */
const LASTING_MS = 500;
/** This multiple of the failure limit opens the breaker regardless of the duration. */
const SUDDEN_FACTOR = 3;

/** Opens after `limit` failures in a row that last LASTING_MS. While other processes fail, too, one failure is enough. */
class LastingFailures implements IBreaker {
  state = 0;
  private failingSince = 0;
  private suspectUntil = 0;

  constructor(private readonly limit: number) {}

  success(): void {
    this.state = 0;
    this.suspectUntil = 0;
  }

  suspect(milliseconds: number): void {
    this.suspectUntil = performance.now() + milliseconds;
  }

  failure(): boolean {
    if (performance.now() < this.suspectUntil) return true;
    if (this.state === 0) this.failingSince = performance.now();
    this.state += 1;
    const isLasting = performance.now() - this.failingSince >= LASTING_MS || this.state >= SUDDEN_FACTOR * this.limit;
    return this.state >= this.limit && isLasting;
  }
}

/** The pauses of one breaker, the first one first. `onBegin` gets each pause when it begins. */
function pauses(onBegin: (milliseconds: number) => void, number = 0): IBackoffFactory<unknown> {
  return {
    next() {
      const duration = PAUSES_MS[number] ?? LONGEST_PAUSE_MS;
      onBegin(duration);
      return { duration, ...pauses(onBegin, number + 1) };
    },
  };
}

/** Circuit breaker: stops reads from a provider that fails repeatedly, and tests from time to time whether it works again. */
export class Breaker {
  private readonly policy: CircuitBreakerPolicy;
  private readonly failures: LastingFailures;
  private openUntil: Date | null = null;

  /** `failures`: the number of failures in a row after which it opens. `onOpen` gets how long it stays open, in milliseconds. */
  constructor(
    private readonly provider: CallProviderName,
    failures: number,
    onOpen: (milliseconds: number) => void = () => undefined,
  ) {
    this.failures = new LastingFailures(failures);
    const onBegin = (milliseconds: number) => {
      this.openUntil = new Date(Date.now() + milliseconds);
      onOpen(milliseconds);
    };
    this.policy = circuitBreaker(
      handleWhen((error) => this.isFailure(error)),
      { halfOpenAfter: pauses(onBegin), breaker: this.failures },
    );
    this.policy.onReset(() => {
      this.openUntil = null;
    });
  }

  get state(): BreakerState {
    if (this.policy.state === CircuitState.Closed) return 'CLOSED';
    return this.policy.state === CircuitState.HalfOpen ? 'HALF_OPEN' : 'OPEN';
  }

  /** When the next test request may be sent. Null if the breaker is closed. */
  get retryAfter(): Date | null {
    return this.openUntil;
  }

  /** Reads of other processes fail. For this time, in milliseconds, one failure here opens it. */
  suspect(milliseconds: number): void {
    this.failures.suspect(milliseconds);
  }

  /** @throws RequestNotSent while it is open */
  check(): void {
    const isWaiting = this.openUntil !== null && Date.now() < this.openUntil.getTime();
    // Other requests fail at once during a test, because it may take as long as the failed requests did.
    if (isWaiting || this.policy.state === CircuitState.HalfOpen) throw this.requestNotSent();
  }

  /** @throws RequestNotSent while it is open, and any error of `send` */
  async run<T>(send: () => Promise<T>): Promise<T> {
    this.check();
    try {
      return await this.policy.execute(send);
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.requestNotSent() : error;
    }
  }

  /** The next request is the one that tests whether the provider works again. */
  get isTrial(): boolean {
    return this.policy.state === CircuitState.Open;
  }

  /** A refusal shows that the provider works. An aborted request shows nothing. */
  private isFailure(error: Error): boolean {
    if (!(error instanceof ProviderError) || error.facts.abandoned) return false;
    const { code, facts } = error;
    return code === 'PROVIDER_TIMEOUT' || code === 'PROVIDER_UNAVAILABLE' || facts.isNotJson === true;
  }

  private requestNotSent(): RequestNotSent {
    const message = `${this.provider} failed repeatedly, so no requests are sent to it for a while.`;
    return new RequestNotSent(this.provider, 'PROVIDER_UNAVAILABLE', message, this.openUntil ?? undefined);
  }
}
