import type { HttpAnswer } from './http.js';
import { Urgency } from './upstream-context.js';
import { ProviderError } from './provider-error.js';
import { type Counting, countingOf, perMinute, type RequestLimit } from './request-limit.js';
import { RequestCounts, type SharedCounter } from './request-counts.js';
import { readRateLimit } from './retry-after.js';

/** The account's request limit and what is left of it. */
export interface BudgetState {
  /** Requests that the vendor allows the account in a window. */
  readonly limit: number;
  readonly windowSeconds: number;
  readonly left: number;
  /** When the full limit is available again. Null if it is available now. */
  readonly resetsAt: Date | null;
}

/** A response, or the time to wait before the request may be sent, in milliseconds. */
export type Budgeted<T> = { readonly answer: T } | { readonly waitMs: number };

/** The share of the limit that each urgency may use. The rest is reserved for more urgent requests. */
const SHARES: Readonly<Record<Urgency, number>> = {
  [Urgency.INTERACTIVE]: 1,
  [Urgency.WALK]: 0.9,
  [Urgency.SWEEP]: 0.6,
  [Urgency.RELOAD]: 0.5,
};

/** The vendor's minute and ours count as the same if their ends differ by at most this. */
const SAME_RESET_MS = 2000;

/** Counts the requests of an account, for all processes that share a counter. */
export class AccountBudget {
  private counting: Counting;
  private readonly counts: RequestCounts;
  /** The last known count of a window that is counted as a whole. */
  private used = 0;
  private resetsAt = 0;
  private inProgress = 0;

  /** `account`: stable hash that identifies the account without revealing its credentials. `now`: epoch milliseconds. */
  constructor(
    private readonly account: string,
    private limit: RequestLimit,
    shared: SharedCounter | null,
    private readonly now: () => number,
  ) {
    this.counting = countingOf(limit);
    const { requests, spanMs, spans } = this.counting;
    this.counts = new RequestCounts(requests, (spans * spanMs) / 1000, shared);
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
      if (until) await this.useUpUntil(Math.min(until.getTime(), this.now() + this.limit.windowSeconds * 1000));
      throw error;
    } finally {
      this.inProgress -= 1;
    }
  }

  /** The account's limit, as the vendor last said it. */
  get requestsPerMinute(): number {
    return perMinute(this.limit);
  }

  /** The time after the start of the next span at which a request with `ahead` requests before it is sent, in milliseconds. */
  delayBehind(ahead: number): number {
    const { requests, spanMs } = this.counting;
    return Math.floor(ahead / requests) * spanMs;
  }

  async state(): Promise<BudgetState> {
    const { requests: limit, windowSeconds } = this.limit;
    if (this.counting.spans > 1) return { limit, windowSeconds, ...(await this.stateOfSpans(limit)) };
    this.learn(await this.counts.get(this.account));
    return { limit, windowSeconds, left: Math.max(0, limit - this.used), resetsAt: this.used > 0 ? new Date(this.resetsAt) : null };
  }

  /** What was used in each of the spans that the window may touch. */
  private async stateOfSpans(limit: number): Promise<Pick<BudgetState, 'left' | 'resetsAt'>> {
    const { spans, spanMs } = this.counting;
    const current = this.spanAt(this.now());
    const numbers = Array.from({ length: spans }, (_, back) => current - back);
    const used = await Promise.all(numbers.map(async (number) => Math.max(0, (await this.counts.get(this.keyOf(number)))?.consumedPoints ?? 0)));
    const last = numbers.find((_, index) => used[index] !== 0);
    const left = Math.max(0, limit - used.reduce((sum, one) => sum + one, 0));
    return { left, resetsAt: last === undefined ? null : new Date((last + spans) * spanMs) };
  }

  /** Takes one request from the budget. Returns null if it may be sent, else the time to wait in milliseconds. */
  private async take(urgency: Urgency): Promise<number | null> {
    const { requests, spanMs, spans } = this.counting;
    const span = this.spanAt(this.now());
    const counted = await this.counts.add(this.keyOf(span));
    if (spans === 1) this.learn(counted);
    if (counted.consumedPoints <= requests * SHARES[urgency]) return null;
    // Refund it: refused requests must not drain the budget.
    const refunded = await this.counts.takeBack(this.keyOf(span));
    if (spans === 1) this.learn(refunded);
    return Math.max(1, spans === 1 ? counted.msBeforeNext : (span + 1) * spanMs - this.now());
  }

  /** Skipcall sends the remaining requests with each response (document 003). They include the account's other clients. The headers are about a minute. */
  private async learnFrom({ headers }: HttpAnswer): Promise<void> {
    const rateLimit = this.counting.spans === 1 ? readRateLimit(headers, this.now()) : null;
    if (!rateLimit) return;
    this.limit = { ...this.limit, requests: rateLimit.limit };
    this.counting = countingOf(this.limit);
    this.counts.points = rateLimit.limit;
    // The response does not count requests that are still in progress.
    const used = rateLimit.limit - rateLimit.remaining + this.inProgress - 1;
    const isSameMinute = Math.abs(rateLimit.resetsAt - this.resetsAt) <= SAME_RESET_MS;
    if (!isSameMinute || used > this.used) await this.set(used, rateLimit.resetsAt);
  }

  /** The vendor allows nothing until then. */
  private async useUpUntil(until: number): Promise<void> {
    const { requests, spans, spanMs } = this.counting;
    if (spans === 1) return this.set(requests + 1, until);
    const first = this.spanAt(this.now());
    const numbers = Array.from({ length: Math.max(0, this.spanAt(until) - first) + 1 }, (_, ahead) => first + ahead);
    await Promise.all(numbers.map((number) => this.counts.set(this.keyOf(number), requests + 1, Math.ceil((2 * spans * spanMs) / 1000))));
  }

  private async set(used: number, resetsAt: number): Promise<void> {
    this.used = used;
    this.resetsAt = resetsAt;
    // If writing fails, this process still has the values above.
    await this.counts.set(this.account, used, Math.max(1, Math.ceil((resetsAt - this.now()) / 1000)));
  }

  private spanAt(instant: number): number {
    return Math.floor(instant / this.counting.spanMs);
  }

  /** Each of several spans has its own count, so that a late refund of an earlier span does not enlarge this one. */
  private keyOf(span: number): string {
    return this.counting.spans === 1 ? this.account : `${this.account} ${span}`;
  }

  private learn(counted: { readonly consumedPoints: number; readonly msBeforeNext: number } | null): void {
    this.used = counted?.consumedPoints ?? 0;
    this.resetsAt = counted ? this.now() + counted.msBeforeNext : 0;
  }
}
