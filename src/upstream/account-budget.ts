import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import type { HttpAnswer } from './http.js';
import { Urgency } from './upstream-context.js';
import { ProviderError } from './provider-error.js';
import { readRateLimit } from './retry-after.js';

/** The account's request limit and what is left of it. */
export interface BudgetState {
  /** Requests that the vendor allows the account per minute. */
  readonly limit: number;
  readonly left: number;
  /** When the full limit is available again. Null if it is available now. */
  readonly resetsAt: Date | null;
}

/** The PostgreSQL table in which several processes count together. */
export interface SharedCounts {
  readonly pool: Pool;
  readonly table: string;
}

/** A response, or the time to wait before the request may be sent, in milliseconds. */
export type Budgeted<T> = { readonly answer: T } | { readonly waitMs: number };

const WINDOW_SECONDS = 60;

/** The share of the limit that each urgency may use. The rest is reserved for more urgent requests. */
const SHARES: Readonly<Record<Urgency, number>> = {
  [Urgency.INTERACTIVE]: 1,
  [Urgency.WALK]: 0.9,
  [Urgency.SWEEP]: 0.6,
  [Urgency.RELOAD]: 0.5,
};

/** If the shared counter takes longer than this, the process counts locally for LOCAL_COUNT_MS. */
const SHARED_COUNT_TIMEOUT_MS = 300;
const LOCAL_COUNT_MS = 5000;

/** The vendor's minute and ours count as the same if their ends differ by at most this. */
const SAME_RESET_MS = 2000;

/**
 * Counts the requests of an account per minute, for all processes that share a PostgreSQL. Counts in memory if the
 * store is embedded or PostgreSQL is down.
 */
export class AccountBudget {
  private readonly limiters: readonly (RateLimiterMemory | RateLimiterPostgres)[];
  private readonly counter: RateLimiterMemory | RLWrapperTimeouts;
  private readonly local: RateLimiterMemory;
  private localUntil = 0;
  /** The last known count. */
  private used = 0;
  private resetsAt = 0;
  private inProgress = 0;

  /** `account`: stable hash that identifies the account without revealing its credentials. `now`: epoch milliseconds. */
  constructor(
    private readonly account: string,
    private limit: number,
    shared: SharedCounts | null,
    private readonly now: () => number,
  ) {
    const options = { points: limit, duration: WINDOW_SECONDS, keyPrefix: '' };
    const local = new RateLimiterMemory(options);
    const inPostgres = shared && new RateLimiterPostgres({ ...options, storeClient: shared.pool, storeType: 'pool', tableName: shared.table, tableCreated: true });
    this.local = local;
    this.limiters = inPostgres ? [local, inPostgres] : [local];
    this.counter = inPostgres ? new RLWrapperTimeouts({ limiter: inPostgres, timeoutMs: SHARED_COUNT_TIMEOUT_MS, insuranceLimiter: local, keyPrefix: '' }) : local;
  }

  /** Sends a request if the budget allows it. @throws any error of `send` */
  async spend(urgency: Urgency, send: () => Promise<HttpAnswer>): Promise<Budgeted<HttpAnswer>> {
    const waitMs = await this.take(urgency);
    if (waitMs !== null) return { waitMs };
    this.inProgress += 1;
    try {
      const answer = await send();
      await this.learnFrom(answer);
      return { answer };
    } catch (error) {
      const until = error instanceof ProviderError && error.code === 'PROVIDER_RATE_LIMITED' ? error.facts.retryAfter : undefined;
      if (until) await this.set(this.limit + 1, Math.min(until.getTime(), this.now() + WINDOW_SECONDS * 1000));
      throw error;
    } finally {
      this.inProgress -= 1;
    }
  }

  /** The account's limit, as the vendor last said it. */
  get requestsPerMinute(): number {
    return this.limit;
  }

  /** The time after the start of the next minute at which a request with `ahead` requests before it is sent, in milliseconds. */
  delayBehind(ahead: number): number {
    return Math.floor(ahead / this.limit) * WINDOW_SECONDS * 1000;
  }

  async state(): Promise<BudgetState> {
    this.learn(await this.count((counter) => counter.get(this.account)).catch(() => null));
    return { limit: this.limit, left: Math.max(0, this.limit - this.used), resetsAt: this.used > 0 ? new Date(this.resetsAt) : null };
  }

  /** Takes one request from the budget. Returns null if it may be sent, else the time to wait in milliseconds. */
  private async take(urgency: Urgency): Promise<number | null> {
    const counted = await this.count((counter) => counter.consume(this.account)).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    this.learn(counted);
    if (counted.consumedPoints <= this.limit * SHARES[urgency]) return null;
    // Refund it: refused requests must not drain the budget.
    this.learn(await this.count((counter) => counter.reward(this.account)));
    return Math.max(1, counted.msBeforeNext);
  }

  /** Skipcall sends the remaining requests with each response (document 003). They include the account's other clients. */
  private async learnFrom({ headers }: HttpAnswer): Promise<void> {
    const rateLimit = readRateLimit(headers, this.now());
    if (!rateLimit) return;
    this.limit = rateLimit.limit;
    for (const limiter of this.limiters) limiter.points = rateLimit.limit;
    // The response does not count requests that are still in progress.
    const used = rateLimit.limit - rateLimit.remaining + this.inProgress - 1;
    const isSameMinute = Math.abs(rateLimit.resetsAt - this.resetsAt) <= SAME_RESET_MS;
    if (!isSameMinute || used > this.used) await this.set(used, rateLimit.resetsAt);
  }

  private async set(used: number, resetsAt: number): Promise<void> {
    const seconds = Math.max(1, Math.ceil((resetsAt - this.now()) / 1000));
    this.used = used;
    this.resetsAt = resetsAt;
    // If writing fails, this process still has the values above.
    await this.count((counter) => counter.set(this.account, used, seconds)).catch(() => undefined);
  }

  /** Counts locally for a while if the database hangs, because every request would wait for it. */
  private async count<T>(operation: (counter: RateLimiterMemory | RLWrapperTimeouts) => Promise<T>): Promise<T> {
    if (performance.now() < this.localUntil) return operation(this.local);
    const began = performance.now();
    try {
      return await operation(this.counter);
    } finally {
      if (performance.now() - began >= SHARED_COUNT_TIMEOUT_MS) this.localUntil = performance.now() + LOCAL_COUNT_MS;
    }
  }

  private learn(counted: RateLimiterRes | null): void {
    this.used = counted?.consumedPoints ?? 0;
    this.resetsAt = counted ? this.now() + counted.msBeforeNext : 0;
  }
}
