import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import type { HttpAnswer } from '../providers/http.js';
import { Urgency } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import { readRateLimit } from '../providers/retry-after.js';
import { REQUEST_BUDGETS } from '../store/tables.js';

/** What is left of a minute's requests. */
export interface BudgetState {
  /** How many requests the vendor allows the account in a minute. */
  readonly limit: number;
  readonly left: number;
  /** When all of them are there again; null where none is used. */
  readonly resetsAt: Date | null;
}

/** An answer; or how long to wait before one can be asked for, in milliseconds. */
export type Budgeted<T> = { readonly answer: T } | { readonly waitMs: number };

const WINDOW_SECONDS = 60;

/** What part of the limit each may use up: the rest is kept for those who are more urgent. */
const SHARES: Readonly<Record<Urgency, number>> = {
  [Urgency.INTERACTIVE]: 1,
  [Urgency.WALK]: 0.9,
  [Urgency.SWEEP]: 0.6,
  [Urgency.RELOAD]: 0.5,
};

/** A shared count that takes longer is not waited for: this process then counts alone. */
const COUNTING_MS = 300;
const ALONE_MS = 5000;

/** The vendor's minute and ours are the same one when they end so close to each other. */
const SAME_RESET_MS = 2000;

/**
 * What an account may be asked in a minute, counted for all processes that share a PostgreSQL. The
 * embedded store belongs to one process, which counts in memory; so does one whose PostgreSQL is down.
 */
export class RequestBudget {
  private readonly limiters: readonly (RateLimiterMemory | RateLimiterPostgres)[];
  private readonly counter: RateLimiterMemory | RLWrapperTimeouts;
  private readonly alone: RateLimiterMemory;
  private aloneUntil = 0;
  /** As last counted. */
  private used = 0;
  private resetsAt = 0;
  private underWay = 0;

  /** `account` tells one account of one vendor from every other, and nothing else about it. */
  constructor(
    private readonly account: string,
    private limit: number,
    pool: Pool | null,
    private readonly now: () => number,
  ) {
    const options = { points: limit, duration: WINDOW_SECONDS, keyPrefix: '' };
    const alone = new RateLimiterMemory(options);
    const shared = pool && new RateLimiterPostgres({ ...options, storeClient: pool, storeType: 'pool', tableName: REQUEST_BUDGETS, tableCreated: true });
    this.alone = alone;
    this.limiters = shared ? [alone, shared] : [alone];
    this.counter = shared ? new RLWrapperTimeouts({ limiter: shared, timeoutMs: COUNTING_MS, insuranceLimiter: alone, keyPrefix: '' }) : alone;
  }

  /** Sends a request if it is within the budget. @throws whatever sending it throws */
  async spend(urgency: Urgency, send: () => Promise<HttpAnswer>): Promise<Budgeted<HttpAnswer>> {
    const waitMs = await this.take(urgency);
    if (waitMs !== null) return { waitMs };
    this.underWay += 1;
    try {
      const answer = await send();
      await this.heed(answer);
      return { answer };
    } catch (error) {
      const until = error instanceof ProviderError && error.code === 'PROVIDER_RATE_LIMITED' ? error.facts.retryAfter : undefined;
      if (until) await this.set(this.limit + 1, Math.min(until.getTime(), this.now() + WINDOW_SECONDS * 1000));
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  /** How long after the next minute's beginning whoever waits behind so many others is served, in milliseconds. */
  turnOf(ahead: number): number {
    return Math.floor(ahead / this.limit) * WINDOW_SECONDS * 1000;
  }

  async state(): Promise<BudgetState> {
    this.learn(await this.count((counter) => counter.get(this.account)).catch(() => null));
    return { limit: this.limit, left: Math.max(0, this.limit - this.used), resetsAt: this.used > 0 ? new Date(this.resetsAt) : null };
  }

  /** Null where a request was taken, else how long until one can be, in milliseconds. */
  private async take(urgency: Urgency): Promise<number | null> {
    const counted = await this.count((counter) => counter.consume(this.account)).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    this.learn(counted);
    if (counted.consumedPoints <= this.limit * SHARES[urgency]) return null;
    // Given back, or those who are refused would use it up for the others.
    this.learn(await this.count((counter) => counter.reward(this.account)));
    return Math.max(1, counted.msBeforeNext);
  }

  /** Skipcall says with each answer what is left (document 003); others may have used the account, too. */
  private async heed({ headers }: HttpAnswer): Promise<void> {
    const said = readRateLimit(headers, this.now());
    if (!said) return;
    this.limit = said.limit;
    for (const limiter of this.limiters) limiter.points = said.limit;
    // Requests under way are not in what this answer says.
    const used = said.limit - said.remaining + this.underWay - 1;
    const isSameMinute = Math.abs(said.resetsAt - this.resetsAt) <= SAME_RESET_MS;
    if (!isSameMinute || used > this.used) await this.set(used, said.resetsAt);
  }

  private async set(used: number, resetsAt: number): Promise<void> {
    const seconds = Math.max(1, Math.ceil((resetsAt - this.now()) / 1000));
    this.used = used;
    this.resetsAt = resetsAt;
    // What can't be written is known here all the same.
    await this.count((counter) => counter.set(this.account, used, seconds)).catch(() => undefined);
  }

  /** A database that hangs is left alone for a while, or every request would wait for it first. */
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
