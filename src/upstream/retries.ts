import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { UpstreamContext } from './upstream-context.js';
import type { ProviderError } from './provider-error.js';
import { NotAsked } from './not-asked.js';

/** A gateway's answers: what is behind it may be well again the next moment. */
const PASSING_STATUSES = [502, 503, 504];

/**
 * So many retries may be made in a row, and one more for every so many answers: when all requests fail,
 * retrying soon ends, and an outage is not multiplied.
 */
const MOST_SAVED = 20;
const EARNED_BY_ANSWER = 0.1;

const PAUSES = new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000 });

/** Decides whether a read that failed is sent again, and when. */
export class Retries {
  private saved = MOST_SAVED;

  constructor(
    /** How often one read is sent at most. */
    private readonly attempts: number,
    /** How long one attempt may take, in milliseconds. */
    private readonly attemptMs: number,
    private readonly now: () => number,
  ) {}

  /** The pauses of one read, each longer than the last, with jitter so that many don't come back at once. */
  begin(): IBackoff<unknown> {
    return PAUSES.next();
  }

  /** To be told of every read that was answered. */
  earn(): void {
    this.saved = Math.min(MOST_SAVED, this.saved + EARNED_BY_ANSWER);
  }

  /** How long to wait before the next attempt, in milliseconds; null where the failure has to be told. `attempt` counts from 1. */
  pauseAfter(attempt: number, error: ProviderError, pause: number, { deadlineAt, signal }: UpstreamContext): number | null {
    if (attempt >= this.attempts || error instanceof NotAsked || error.facts.givenUp || signal.aborted) return null;
    const { code, facts } = error;
    const left = deadlineAt - this.now();
    const wait = (facts.retryAfter?.getTime() ?? 0) - this.now();
    const due = pause + Math.max(0, wait);
    // When the provider says when, asking again then is no burden: it costs nothing of what is saved. "At once" says nothing.
    if (code === 'PROVIDER_RATE_LIMITED') return wait > 0 ? within(left, due) : this.spend(within(left, due));
    // Another attempt that could not be waited for to its end would likely be in vain.
    if (code === 'PROVIDER_TIMEOUT') return this.spend(within(left - this.attemptMs, due));
    const isPassing = code === 'PROVIDER_UNAVAILABLE' && (facts.status === undefined || PASSING_STATUSES.includes(facts.status));
    return isPassing ? this.spend(within(left, due)) : null;
  }

  private spend(pause: number | null): number | null {
    if (pause === null || this.saved < 1) return null;
    this.saved -= 1;
    return pause;
  }
}

function within(left: number, pause: number): number | null {
  return pause < left ? pause : null;
}
