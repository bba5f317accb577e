import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from './upstream-context.js';
import { tooLate } from './provider-error.js';
import { NotAsked } from './not-asked.js';

const MINUTE_MS = 60_000;
/** Together with the first request of each search, misses stay below a fifth of the account's minute. */
const SHARE = 0.15;

/** Bounds what looking for calls that don't exist may cost an account. */
export interface SearchAllowance {
  /** Sends a request that looks for calls which nobody has seen yet. @throws ProviderError where too many of them found nothing */
  search<T>(context: UpstreamContext, search: () => Promise<T>, hasFound: (answer: T) => boolean): Promise<T>;
  /** A request that is sent in any case found nothing. */
  missed(): void;
  /** So much was looked for in vain that calls which nobody has seen yet are looked for together only. */
  readonly isSpent: boolean;
}

/**
 * What an account may spend in a minute on requests that find nothing. Looking for calls that nobody has
 * seen yet costs nothing of it as long as they are found; ids that don't exist use it up, and nothing else.
 */
export class MissAllowance implements SearchAllowance {
  private readonly most: number;
  private misses = 0;
  private underWay = 0;
  private endsAt = 0;
  private waiting: (() => void)[] = [];

  /** `requestsPerMinute`: null where the account has no known limit; then there is none here. */
  constructor(
    private readonly provider: CallProviderName,
    requestsPerMinute: number | null,
    private readonly now: () => number,
  ) {
    this.most = requestsPerMinute === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(requestsPerMinute * SHARE));
  }

  async search<T>(context: UpstreamContext, search: () => Promise<T>, hasFound: (answer: T) => boolean): Promise<T> {
    await this.enter(context);
    try {
      const answer = await search();
      if (!hasFound(answer)) this.missed();
      return answer;
    } finally {
      this.underWay -= 1;
      for (const look of this.waiting.splice(0)) look();
    }
  }

  get isSpent(): boolean {
    this.turnMinute();
    return this.misses >= this.most;
  }

  missed(): void {
    this.turnMinute();
    this.misses += 1;
  }

  /** Waits while as many searches are under way as may still miss. @throws NotAsked where none may */
  private async enter({ signal }: UpstreamContext): Promise<void> {
    for (;;) {
      this.turnMinute();
      if (this.misses >= this.most) {
        const message = `Too many calls were looked for that ${this.provider} does not have: unknown ones are not looked for until the minute is over.`;
        throw new NotAsked(this.provider, 'PROVIDER_RATE_LIMITED', message, new Date(this.endsAt));
      }
      // Counted at once: many ask in the same turn.
      if (this.misses + this.underWay < this.most) return void (this.underWay += 1);
      if (signal.aborted) throw tooLate(this.provider, true);
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
        this.waiting.push(resolve);
      });
    }
  }

  private turnMinute(): void {
    if (this.now() < this.endsAt) return;
    this.endsAt = this.now() + MINUTE_MS;
    this.misses = 0;
  }
}
