import { setTimeout as wait } from 'node:timers/promises';
import type { CallProviderName } from '../model/call-provider.js';
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpLimits, type HttpSettings } from '../providers/http.js';
import type { UpstreamContext } from '../providers/provider.js';
import { ProviderError, type ProviderErrorCode, tooLate } from '../providers/provider-error.js';
import { Breaker, type BreakerState } from './breaker.js';
import { NotAsked } from './not-asked.js';
import { ObservedClock } from './observed-clock.js';
import { asSpan } from './request-span.js';
import type { Budgeted, BudgetState, RequestBudget } from './request-budget.js';
import { Retries } from './retries.js';
import { Turns } from './turns.js';

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

/** Limits are by the minute: who says that a longer wait is needed is asked now and then all the same. */
const LONGEST_QUIET_MS = 60_000;
const FIRST_QUIET_MS = 250;

/** Sends one request with what a context allows. */
type Ask = (context: UpstreamContext) => Promise<HttpAnswer>;

/**
 * Everything that is sent to one provider goes through here: in turn, within the account's budget, again
 * where that is worth it, and not at all while the provider is down. What one provider does to us stays here.
 */
export class Upstream {
  private readonly turns: Turns;
  private readonly breaker: Breaker;
  private readonly retries: Retries;
  private lastFailure: ProviderErrorCode | null = null;
  /** The provider said 429, and until when. */
  private quietUntil = 0;
  /** When it did. */
  private quietSince = 0;
  /** How often it has said so since it last answered. */
  private refusals = 0;
  /** Reads that wait for the next minute's budget. */
  private waiting = 0;
  readonly clock = new ObservedClock();

  constructor(
    readonly provider: CallProviderName,
    private readonly limits: UpstreamLimits,
    private readonly budget: RequestBudget | null,
    private readonly now: () => number,
    private readonly onSent: (request: SentRequest) => void,
  ) {
    this.turns = new Turns(provider, limits.maxConcurrent);
    this.breaker = new Breaker(provider, limits.breakerFailures);
    this.retries = new Retries(limits.attempts, limits.timeoutMs, now);
  }

  /** The client that the provider asks through. */
  client(settings: Omit<HttpSettings, 'provider'>): HttpClient {
    const http = createHttpClient({ provider: this.provider, ...settings }, this.limits);
    return {
      get: (path, query, context, accept) => this.read(context, (allowed) => http.get(path, query, allowed, accept)),
      // Placing a call is sent once, and waits behind no look-up: a deadline that ran out in a queue would look like a lost answer.
      post: (path, body, context) => this.send('POST', context, (allowed) => http.post(path, body, allowed)),
    };
  }

  get underWay(): number {
    return this.turns.underWay;
  }

  get breakerState(): BreakerState {
    return this.breaker.state;
  }

  async health(): Promise<UpstreamHealth> {
    const { breaker, lastFailure } = this;
    const quietUntil = this.quietUntil > this.now() ? new Date(this.quietUntil) : null;
    return { breaker: breaker.state, retryAfter: breaker.retryAfter ?? quietUntil, lastFailure, budget: (await this.budget?.state()) ?? null };
  }

  private async read(context: UpstreamContext, ask: Ask): Promise<HttpAnswer> {
    let pauses = this.retries.begin();
    for (let attempt = 1; ; attempt++, pauses = pauses.next(undefined)) {
      try {
        const answer = await this.inTurn(context, ask);
        this.retries.earn();
        return answer;
      } catch (error) {
        const pause = error instanceof ProviderError ? this.retries.pauseAfter(attempt, error, pauses.duration, context) : null;
        if (pause === null || !(await elapsed(pause, context))) throw error;
      }
    }
  }

  /** Whoever has to wait for the budget does so outside, so that no turn is held meanwhile. */
  private async inTurn(context: UpstreamContext, ask: Ask): Promise<HttpAnswer> {
    for (;;) {
      const result = await this.turns.take(context, () => this.spend(context, ask));
      if ('answer' in result) return result.answer;
      await this.waitForBudget(result.waitMs, context);
    }
  }

  private async spend(context: UpstreamContext, ask: Ask): Promise<Budgeted<HttpAnswer>> {
    // Before anything is taken from the budget, which a request that is not sent would waste.
    this.breaker.check();
    if (this.now() >= context.deadlineAt) throw tooLate(this.provider, true);
    if (context.origin?.isSpent) throw new NotAsked(this.provider, 'PROVIDER_RATE_LIMITED', 'This operation has had as many requests sent as one may.');
    const quietMs = this.quietUntil - this.now();
    if (quietMs > 0) return { waitMs: quietMs };
    // What tries whether the provider is well goes on without its client: it is tried for everybody.
    const allowed = this.breaker.isTrial ? { ...context, signal: new AbortController().signal } : context;
    const send = () => this.breaker.run(() => this.send('GET', allowed, ask));
    return this.budget ? this.budget.spend(context.urgency, send) : { answer: await send() };
  }

  /**
   * Who says 429 is not asked again until then; who doesn't say until when, for longer each time. Requests
   * that were under way together are refused together, and that is one time.
   */
  private heed({ facts: { retryAfter } }: ProviderError, sentAt: number): void {
    const now = this.now();
    const said = retryAfter && retryAfter.getTime() > now ? retryAfter.getTime() : null;
    if (said === null && sentAt < this.quietSince) return;
    const until = said ?? now + FIRST_QUIET_MS * 2 ** Math.min(this.refusals, 10);
    this.refusals += 1;
    this.quietSince = now;
    this.quietUntil = Math.max(this.quietUntil, Math.min(until, now + LONGEST_QUIET_MS));
  }

  /** @throws NotAsked at once where it could not be served before the deadline */
  private async waitForBudget(waitMs: number, context: UpstreamContext): Promise<void> {
    const inTurnMs = waitMs + (this.budget?.turnOf(this.waiting) ?? 0);
    const retryAfter = this.now() + inTurnMs;
    this.waiting += 1;
    try {
      if (retryAfter < context.deadlineAt && (await elapsed(inTurnMs, context))) return;
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
          if (error.code === 'PROVIDER_RATE_LIMITED') this.heed(error, sentAt);
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
