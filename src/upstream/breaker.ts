import { CircuitState, circuitBreaker, type CircuitBreakerPolicy, handleWhen, type IBreaker, isBrokenCircuitError, IterableBackoff } from 'cockatiel';
import type { CallProviderName } from '../model/call-provider.js';
import { ProviderError } from './provider-error.js';
import { NotAsked } from './not-asked.js';

/** CLOSED: asked. OPEN: not asked for a while. HALF_OPEN: one request tries whether it is well again. */
export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** How long it stays open, in milliseconds: longer each time that trying fails. */
const PAUSES_MS = [2000, 4000, 8000, 16_000, 32_000, 60_000];

/** What breaks all connections for a moment fails every request under way, and is over: failures have to last. */
const LASTING_MS = 500;
/** So many times as many failures are enough, however soon they come. */
const ENOUGH = 3;

/** Opens after so many failures in succession, where they last. */
class LastingFailures implements IBreaker {
  state = 0;
  private since = 0;

  constructor(private readonly most: number) {}

  success(): void {
    this.state = 0;
  }

  failure(): boolean {
    if (this.state === 0) this.since = performance.now();
    this.state += 1;
    const isLasting = performance.now() - this.since >= LASTING_MS || this.state >= ENOUGH * this.most;
    return this.state >= this.most && isLasting;
  }
}

/** Stops asking a provider that fails again and again, and tries from time to time whether it is well. */
export class Breaker {
  private readonly policy: CircuitBreakerPolicy;
  private opened = 0;
  private openUntil: Date | null = null;

  /** `failures`: after how many in succession it opens. */
  constructor(
    private readonly provider: CallProviderName,
    failures: number,
  ) {
    this.policy = circuitBreaker(
      handleWhen((error) => this.isFailure(error)),
      { halfOpenAfter: new IterableBackoff(PAUSES_MS), breaker: new LastingFailures(failures) },
    );
    this.policy.onBreak(() => {
      const pause = PAUSES_MS[Math.min(this.opened, PAUSES_MS.length - 1)] ?? 0;
      this.opened += 1;
      this.openUntil = new Date(Date.now() + pause);
    });
    this.policy.onReset(() => {
      this.opened = 0;
      this.openUntil = null;
    });
  }

  get state(): BreakerState {
    if (this.policy.state === CircuitState.Closed) return 'CLOSED';
    return this.policy.state === CircuitState.HalfOpen ? 'HALF_OPEN' : 'OPEN';
  }

  /** When it is tried next whether the provider is well; null where it is asked. */
  get retryAfter(): Date | null {
    return this.openUntil;
  }

  /** @throws NotAsked while it is open */
  check(): void {
    const isWaiting = this.openUntil !== null && Date.now() < this.openUntil.getTime();
    // Who comes while one request tries is not made to wait for it: it may take as long as the failed ones.
    if (isWaiting || this.policy.state === CircuitState.HalfOpen) throw this.notAsked();
  }

  /** @throws NotAsked while it is open, and whatever the request throws */
  async run<T>(send: () => Promise<T>): Promise<T> {
    this.check();
    try {
      return await this.policy.execute(send);
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.notAsked() : error;
    }
  }

  /** The next request is the one that tries whether the provider is well. */
  get isTrial(): boolean {
    return this.policy.state === CircuitState.Open;
  }

  /** Refusals say that the provider is there; a client that leaves says nothing. */
  private isFailure(error: Error): boolean {
    if (!(error instanceof ProviderError) || error.facts.givenUp) return false;
    const { code, facts } = error;
    return code === 'PROVIDER_TIMEOUT' || code === 'PROVIDER_UNAVAILABLE' || facts.isNotJson === true;
  }

  private notAsked(): NotAsked {
    const message = `${this.provider} failed again and again, and is not asked for a while.`;
    return new NotAsked(this.provider, 'PROVIDER_UNAVAILABLE', message, this.openUntil ?? undefined);
  }
}
