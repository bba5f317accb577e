import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from './upstream-context.js';
import { tooLate } from './provider-error.js';
import { RequestNotSent } from './request-not-sent.js';

const MINUTE_MS = 60_000;
/** With the first request of each search included, misses stay below a fifth of the account's limit per minute. */
const SHARE = 0.15;

/** Calls back if another account has the call. Then the miss does not count, because the id was not made up. */
export type FoundElsewhere = (listener: () => void) => void;

/** Limits the requests that searches for non-existent calls may use. */
export interface SearchAllowance {
  /** Sends a request that searches for unseen calls. @throws ProviderError if too many searches found nothing */
  search<T>(context: UpstreamContext, search: () => Promise<T>, hasFound: (answer: T) => boolean, elsewhere?: FoundElsewhere): Promise<T>;
  /** Counts a miss of a request that was sent outside `search`. */
  missed(elsewhere?: FoundElsewhere): void;
  /** Too many searches found nothing. Unseen calls are now searched for only in large batches. */
  readonly isSpent: boolean;
}

/**
 * Limits the requests per minute of an account that find nothing. A search that finds its call is free. Only ids
 * that don't exist use up the allowance.
 */
export class MissAllowance implements SearchAllowance {
  private readonly maxMisses: number;
  private misses = 0;
  private inProgress = 0;
  private endsAt = 0;
  private waiting: (() => void)[] = [];

  /** `requestsPerMinute`: null if the account has no known limit. Then misses are not limited. */
  constructor(
    private readonly provider: CallProviderName,
    requestsPerMinute: number | null,
    private readonly now: () => number,
  ) {
    this.maxMisses = requestsPerMinute === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(requestsPerMinute * SHARE));
  }

  async search<T>(context: UpstreamContext, search: () => Promise<T>, hasFound: (answer: T) => boolean, elsewhere?: FoundElsewhere): Promise<T> {
    await this.enter(context);
    try {
      const answer = await search();
      if (!hasFound(answer)) this.missed(elsewhere);
      return answer;
    } finally {
      this.inProgress -= 1;
      for (const resume of this.waiting.splice(0)) resume();
    }
  }

  get isSpent(): boolean {
    this.resetEachMinute();
    return this.misses >= this.maxMisses;
  }

  missed(elsewhere?: FoundElsewhere): void {
    this.resetEachMinute();
    this.misses += 1;
    const { endsAt } = this;
    elsewhere?.(() => {
      if (endsAt === this.endsAt) this.misses -= 1;
    });
  }

  /** Waits while as many searches are in progress as may still miss. @throws RequestNotSent if no more may */
  private async enter({ signal }: UpstreamContext): Promise<void> {
    for (;;) {
      this.resetEachMinute();
      if (this.misses >= this.maxMisses) {
        const message = `Too many look-ups asked ${this.provider} for calls that it does not have. It gets no look-ups of unknown calls until the minute ends.`;
        throw new RequestNotSent(this.provider, 'PROVIDER_RATE_LIMITED', message, new Date(this.endsAt));
      }
      // Counted at once, because many searches may start in the same turn of the event loop.
      if (this.misses + this.inProgress < this.maxMisses) return void (this.inProgress += 1);
      if (signal.aborted) throw tooLate(this.provider, true);
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
        this.waiting.push(resolve);
      });
    }
  }

  private resetEachMinute(): void {
    if (this.now() < this.endsAt) return;
    this.endsAt = this.now() + MINUTE_MS;
    this.misses = 0;
  }
}
