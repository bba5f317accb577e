import { setTimeout as wait } from 'node:timers/promises';
import type { CallProviderName } from '../model/call-provider.js';
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpLimits, type HttpSettings } from './http.js';
import { changed, type UpstreamContext } from './upstream-context.js';
import { ProviderError, type ProviderErrorCode, tooLate } from './provider-error.js';
import { Breaker, type BreakerState } from './breaker.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { NotAsked } from './not-asked.js';
import { ObservedClock } from './observed-clock.js';
import { asSpan } from './request-span.js';
import type { Budgeted, BudgetState, AccountBudget } from './account-budget.js';
import { Retries } from './retries.js';

export interface UpstreamLimits extends HttpLimits {
  /** How many requests may be under way at once. */
  readonly maxConcurrent: number;
  /** How often one read is sent at most. */
  readonly attempts: number;
  /** After how many failures in succession the provider is not asked for a while. */
  readonly breakerFailures: number;
}

/** One request that was sent, and what came of it. */
export interface SentRequest {
  readonly provider: CallProviderName;
  /** ABANDONED: nobody waited for it any more. */
  readonly outcome: 'OK' | 'ABANDONED' | ProviderErrorCode;
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** Of the operation it was sent for; undefined where no client asked. */
  readonly requestId: string | undefined;
}

/** How a provider is doing, from where we stand. */
export interface UpstreamHealth {
  readonly breaker: BreakerState;
  /** When it is asked again; null where it is asked. */
  readonly retryAfter: Date | null;
  /** Why the newest request failed; null where it did not, or where none was sent yet. */
  readonly lastFailure: ProviderErrorCode | null;
  /** Null where the vendor documents no limit. */
  readonly budget: BudgetState | null;
}

/** Vendors' limits are by the minute: a vendor that asks for a longer wait is asked each minute all the same. */
const LONGEST_BACK_OFF_MS = 60_000;
const FIRST_BACK_OFF_MS = 250;

/** Sends one request within a context. */
type Ask = (context: UpstreamContext) => Promise<HttpAnswer>;

/**
 * Sends all requests to one provider: within its concurrency limit and the account's budget, retried where
 * that can help, and not at all while its breaker is open. Each provider has its own, so that one that is
 * slow or down affects no other.
 */
export class Upstream {
  private readonly concurrency: ConcurrencyLimit;
  private readonly breaker: Breaker;
  private readonly retries: Retries;
  private lastFailure: ProviderErrorCode | null = null;
  /** After a 429 nothing is sent before this instant, in epoch milliseconds. */
  private backOffUntil = 0;
  /** When the last 429 came. */
  private backedOffAt = 0;
  /** How many 429s have come since the last good answer. */
  private refusals = 0;
  /** How many reads wait for the next minute's budget. */
  private waiting = 0;
  readonly clock = new ObservedClock();

  constructor(
    readonly provider: CallProviderName,
    private readonly limits: UpstreamLimits,
    private readonly budget: AccountBudget | null,
    private readonly now: () => number,
    private readonly onSent: (request: SentRequest) => void,
  ) {
    this.concurrency = new ConcurrencyLimit(provider, limits.maxConcurrent);
    this.breaker = new Breaker(provider, limits.breakerFailures);
    this.retries = new Retries(limits.attempts, limits.timeoutMs, now);
  }

  /** The client that the provider asks through. */
  client(settings: Omit<HttpSettings, 'provider'>): HttpClient {
    const http = createHttpClient({ provider: this.provider, ...settings }, this.limits);
    return {
      get: (path, query, context, accept) => this.read(context, (allowed) => http.get(path, query, allowed, accept)),
      // A POST is sent once and is not queued: a deadline that passed in a queue would look like a lost answer.
      post: (path, body, context) => this.send('POST', context, (allowed) => http.post(path, body, allowed)),
    };
  }

  get underWay(): number {
    return this.concurrency.underWay;
  }

  get breakerState(): BreakerState {
    return this.breaker.state;
  }

  async health(): Promise<UpstreamHealth> {
    const { breaker, lastFailure } = this;
    const backOffUntil = this.backOffUntil > this.now() ? new Date(this.backOffUntil) : null;
    return { breaker: breaker.state, retryAfter: breaker.retryAfter ?? backOffUntil, lastFailure, budget: (await this.budget?.state()) ?? null };
  }

  private async read(context: UpstreamContext, ask: Ask): Promise<HttpAnswer> {
    let pauses = this.retries.begin();
    for (let attempt = 1; ; attempt++, pauses = pauses.next(undefined)) {
      try {
        const answer = await this.withinLimits(context, ask);
        this.retries.earn();
        return answer;
      } catch (error) {
        const pause = error instanceof ProviderError ? this.retries.pauseAfter(attempt, error, pauses.duration, context) : null;
        if (pause === null || !(await elapsed(pause, context))) throw error;
      }
    }
  }

  /** Waits for the budget outside the concurrency limit, so that other requests are sent meanwhile. */
  private async withinLimits(context: UpstreamContext, ask: Ask): Promise<HttpAnswer> {
    for (;;) {
      const result = await this.concurrency.run(context, () => this.spend(context, ask));
      if ('answer' in result) return result.answer;
      await this.waitForBudget(result.waitMs, context);
    }
  }

  private async spend(context: UpstreamContext, ask: Ask): Promise<Budgeted<HttpAnswer>> {
    // These come before the budget: a request that is not sent must not use it.
    this.breaker.check();
    if (this.now() >= context.deadlineAt) throw tooLate(this.provider, true);
    if (context.origin?.isSpent) throw new NotAsked(this.provider, 'PROVIDER_RATE_LIMITED', 'This operation exceeded its request limit.');
    const backOffMs = this.backOffUntil - this.now();
    if (backOffMs > 0) return { waitMs: backOffMs };
    // The request that tries an open breaker goes on when its client leaves: its result serves everybody.
    const allowed = this.breaker.isTrial ? changed(context, { signal: new AbortController().signal }) : context;
    const send = () => this.breaker.run(() => this.send('GET', allowed, ask));
    return this.budget ? this.budget.spend(context.urgency, send) : { answer: await send() };
  }

  /**
   * Sends nothing after a 429 until the vendor's Retry-After; without one, for twice as long as the last
   * time. Requests that were under way together and are refused together count as one time.
   */
  private backOff({ facts: { retryAfter } }: ProviderError, sentAt: number): void {
    const now = this.now();
    const said = retryAfter && retryAfter.getTime() > now ? retryAfter.getTime() : null;
    if (said === null && sentAt < this.backedOffAt) return;
    const until = said ?? now + FIRST_BACK_OFF_MS * 2 ** Math.min(this.refusals, 10);
    this.refusals += 1;
    this.backedOffAt = now;
    this.backOffUntil = Math.max(this.backOffUntil, Math.min(until, now + LONGEST_BACK_OFF_MS));
  }

  /** @throws NotAsked at once where the budget comes too late for the deadline */
  private async waitForBudget(waitMs: number, context: UpstreamContext): Promise<void> {
    const totalMs = waitMs + (this.budget?.delayBehind(this.waiting) ?? 0);
    const retryAfter = this.now() + totalMs;
    this.waiting += 1;
    try {
      if (retryAfter < context.deadlineAt && (await elapsed(totalMs, context))) return;
    } finally {
      this.waiting -= 1;
    }
    throw new NotAsked(this.provider, 'PROVIDER_RATE_LIMITED', `${this.provider} allows no more requests of this account now.`, new Date(retryAfter));
  }

  private async send(method: 'GET' | 'POST', context: UpstreamContext, ask: Ask): Promise<HttpAnswer> {
    const { origin } = context;
    const began = performance.now();
    const sentAt = this.now();
    const ended = (outcome: SentRequest['outcome'], status: number | undefined) => {
      if (outcome !== 'ABANDONED') this.lastFailure = outcome === 'OK' ? null : outcome;
      this.onSent({ provider: this.provider, outcome, status, milliseconds: performance.now() - began, requestId: origin?.requestId });
    };
    origin?.sent(this.provider);
    return asSpan(`${method} ${this.provider}`, origin?.span, async () => {
      try {
        const answer = await ask(context);
        ended('OK', answer.status);
        this.clock.observe(answer.headers, sentAt, this.now());
        this.refusals = 0;
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) {
          ended(error.facts.givenUp ? 'ABANDONED' : error.code, error.facts.status);
          if (error.code === 'PROVIDER_RATE_LIMITED') this.backOff(error, sentAt);
        }
        throw error;
      }
    });
  }
}

/** Waits; false where the context ends first. */
async function elapsed(milliseconds: number, { signal }: UpstreamContext): Promise<boolean> {
  return wait(milliseconds, true, { signal }).catch(() => false);
}
