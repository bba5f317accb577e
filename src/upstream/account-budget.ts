import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import type { HttpAnswer } from './http.js';
import { Urgency } from './upstream-context.js';
import { ProviderError } from './provider-error.js';
import { readRateLimit } from './retry-after.js';

/** What is left of a minute's requests. */
export interface BudgetState {
  /** How many requests the vendor allows the account in a minute. */
  readonly limit: number;
  readonly left: number;
  /** When all of them are there again; null where none is used. */
  readonly resetsAt: Date | null;
}

/** Where several processes count together. */
export interface SharedCounts {
  readonly pool: Pool;
  readonly table: string;
}

/** An answer; or how long to wait before one can be asked for, in milliseconds. */
export type Budgeted<T> = { readonly answer: T } | { readonly waitMs: number };

const WINDOW_SECONDS = 60;

/** The part of the limit that each urgency may use; the rest is kept for more urgent requests. */
const SHARES: Readonly<Record<Urgency, number>> = {
  [Urgency.INTERACTIVE]: 1,
  [Urgency.WALK]: 0.9,
  [Urgency.SWEEP]: 0.6,
  [Urgency.RELOAD]: 0.5,
};

/** When the shared count takes longer than this, the process counts by itself for a while. */
const COUNTING_MS = 300;
const ALONE_MS = 5000;

/** The vendor's minute and ours are the same when they end at most so far apart. */
const SAME_RESET_MS = 2000;

/**
 * Counts the requests of an account's minute, for all processes that share a PostgreSQL. A process counts in
 * memory where the store is its own, or where PostgreSQL is down.
 */
export class AccountBudget {
  private readonly limiters: readonly (RateLimiterMemory | RateLimiterPostgres)[];
  private readonly counter: RateLimiterMemory | RLWrapperTimeouts;
  private readonly alone: RateLimiterMemory;
  private aloneUntil = 0;
  /** As last counted. */
  private used = 0;
  private resetsAt = 0;
  private underWay = 0;

  /** `account`: a stable hash that identifies the account without revealing its credentials. */
  constructor(
    private readonly account: string,
    private limit: number,
    shared: SharedCounts | null,
    private readonly now: () => number,
  ) {
    const options = { points: limit, duration: WINDOW_SECONDS, keyPrefix: '' };
    const alone = new RateLimiterMemory(options);
    const inPostgres = shared && new RateLimiterPostgres({ ...options, storeClient: shared.pool, storeType: 'pool', tableName: shared.table, tableCreated: true });
    this.alone = alone;
    this.limiters = inPostgres ? [alone, inPostgres] : [alone];
    this.counter = inPostgres ? new RLWrapperTimeouts({ limiter: inPostgres, timeoutMs: COUNTING_MS, insuranceLimiter: alone, keyPrefix: '' }) : alone;
  }

  /** Sends a request if it is within the budget. @throws whatever sending it throws */
  async spend(urgency: Urgency, send: () => Promise<HttpAnswer>): Promise<Budgeted<HttpAnswer>> {
    const waitMs = await this.take(urgency);
    if (waitMs !== null) return { waitMs };
    this.underWay += 1;
    try {
      const answer = await send();
      await this.learnFrom(answer);
      return { answer };
    } catch (error) {
      const until = error instanceof ProviderError && error.code === 'PROVIDER_RATE_LIMITED' ? error.facts.retryAfter : undefined;
      if (until) await this.set(this.limit + 1, Math.min(until.getTime(), this.now() + WINDOW_SECONDS * 1000));
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  /** How long after the next minute begins a request with so many ahead of it is sent, in milliseconds. */
  delayBehind(ahead: number): number {
    return Math.floor(ahead / this.limit) * WINDOW_SECONDS * 1000;
  }

  async state(): Promise<BudgetState> {
    this.learn(await this.count((counter) => counter.get(this.account)).catch(() => null));
    return { limit: this.limit, left: Math.max(0, this.limit - this.used), resetsAt: this.used > 0 ? new Date(this.resetsAt) : null };
  }

  /** Takes one request from the budget: null where it could, else how long to wait, in milliseconds. */
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

  /** Skipcall says with each answer what is left (document 003). Other clients of the account count there, too. */
  private async learnFrom({ headers }: HttpAnswer): Promise<void> {
    const said = readRateLimit(headers, this.now());
    if (!said) return;
    this.limit = said.limit;
    for (const limiter of this.limiters) limiter.points = said.limit;
    // The answer doesn't count the requests that are still under way.
    const used = said.limit - said.remaining + this.underWay - 1;
    const isSameMinute = Math.abs(said.resetsAt - this.resetsAt) <= SAME_RESET_MS;
    if (!isSameMinute || used > this.used) await this.set(used, said.resetsAt);
  }

  private async set(used: number, resetsAt: number): Promise<void> {
    const seconds = Math.max(1, Math.ceil((resetsAt - this.now()) / 1000));
    this.used = used;
    this.resetsAt = resetsAt;
    // Where it can't be written, this process still knows it.
    await this.count((counter) => counter.set(this.account, used, seconds)).catch(() => undefined);
  }

  /** A database that hangs is not asked for a while: else every request would wait for it first. */
  private async count<T>(how: (counter: RateLimiterMemory | RLWrapperTimeouts) => Promise<T>): Promise<T> {
    if (performance.now() < this.aloneUntil) return how(this.alone);
    const began = performance.now();
    try {
      return await how(this.counter);
    } finally {
      if (performance.now() - began >= COUNTING_MS) this.aloneUntil = performance.now() + ALONE_MS;
    }
  }

  private learn(counted: RateLimiterRes | null): void {
    this.used = counted?.consumedPoints ?? 0;
    this.resetsAt = counted ? this.now() + counted.msBeforeNext : 0;
  }
}
