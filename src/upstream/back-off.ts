import type { ProviderError } from './provider-error.js';

/** Vendors' limits are per minute or shorter, so a longer Retry-After is cut to a minute. */
const MAX_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 250;

/** Stops reads after a 429 until the vendor's Retry-After. Without one, each pause is twice as long as the last. */
export class BackOff {
  private until = 0;
  private beganAt = 0;
  /** The number of 429s since the last successful response. */
  private refusals = 0;

  constructor(private readonly now: () => number) {}

  /** Milliseconds until reads are sent again. Not positive if they are sent now. */
  get remainingMs(): number {
    return this.until - this.now();
  }

  /** When reads are sent again. Null if they are sent now. */
  get endsAt(): Date | null {
    return this.remainingMs > 0 ? new Date(this.until) : null;
  }

  /** Another process was refused: no reads for this time, in milliseconds. */
  refusedElsewhere(milliseconds: number): void {
    const now = this.now();
    this.until = Math.max(this.until, now + Math.min(milliseconds, MAX_PAUSE_MS));
  }

  succeeded(): void {
    this.refusals = 0;
  }

  /** Concurrent requests that are refused together count as one refusal. `sentAt`: epoch milliseconds. */
  refused({ facts: { retryAfter } }: ProviderError, sentAt: number): void {
    const now = this.now();
    const retryAt = retryAfter && retryAfter.getTime() > now ? retryAfter.getTime() : null;
    if (retryAt === null && sentAt < this.beganAt) return;
    const until = retryAt ?? now + FIRST_PAUSE_MS * 2 ** Math.min(this.refusals, 10);
    this.refusals += 1;
    this.beganAt = now;
    this.until = Math.max(this.until, Math.min(until, now + MAX_PAUSE_MS));
  }
}
