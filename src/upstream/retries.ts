import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { UpstreamContext } from './upstream-context.js';
import type { ProviderError } from './provider-error.js';
import { RequestNotSent } from './request-not-sent.js';

/** Statuses of gateways. The service behind them may work again a moment later. */
const TEMPORARY_STATUSES = [502, 503, 504];

/**
 * The retry budget: at most MAX_RETRIES_LEFT retries in a row, and each response adds RETRIES_PER_ANSWER. If all
 * requests fail, retries soon stop and do not multiply the load of an outage.
 */
const MAX_RETRIES_LEFT = 20;
const RETRIES_PER_ANSWER = 0.1;

const PAUSES = new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000 });

/** Decides whether and when a failed read is retried. */
export class Retries {
  private left = MAX_RETRIES_LEFT;

  constructor(
    /** Maximum number of attempts per read. */
    private readonly attempts: number,
    /** Timeout of one attempt, in milliseconds. */
    private readonly attemptMs: number,
    private readonly now: () => number,
  ) {}

  /** The pauses of one read: exponential back-off with jitter, so that clients do not retry at the same time. */
  begin(): IBackoff<unknown> {
    return PAUSES.next();
  }

  /** Call it after every read that was answered. */
  earn(): void {
    this.left = Math.min(MAX_RETRIES_LEFT, this.left + RETRIES_PER_ANSWER);
  }

  /** The pause before the next attempt, in milliseconds. Null: report the failure. `attempt` counts from 1, `pause` is in milliseconds. */
  pauseAfter(attempt: number, error: ProviderError, pause: number, { deadlineAt, signal }: UpstreamContext): number | null {
    if (attempt >= this.attempts || error instanceof RequestNotSent || error.facts.abandoned || signal.aborted) return null;
    const { code, facts } = error;
    const timeLeft = deadlineAt - this.now();
    const wait = (facts.retryAfter?.getTime() ?? 0) - this.now();
    const due = pause + Math.max(0, wait);
    // A retry at the time that the provider named is free. A time that has passed does not count.
    if (code === 'PROVIDER_RATE_LIMITED') return wait > 0 ? within(timeLeft, due) : this.spend(within(timeLeft, due));
    // After a timeout, retry only if there is time for a whole attempt.
    if (code === 'PROVIDER_TIMEOUT') return this.spend(within(timeLeft - this.attemptMs, due));
    const isTemporary = code === 'PROVIDER_UNAVAILABLE' && (facts.status === undefined || TEMPORARY_STATUSES.includes(facts.status));
    return isTemporary ? this.spend(within(timeLeft, due)) : null;
  }

  private spend(pause: number | null): number | null {
    if (pause === null || this.left < 1) return null;
    this.left -= 1;
    return pause;
  }
}

function within(timeLeft: number, pause: number): number | null {
  return pause < timeLeft ? pause : null;
}
