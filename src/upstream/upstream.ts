import { setTimeout as wait } from 'node:timers/promises';
import type { AccountName } from '../model/account.js';
import type { CallProviderName } from '../model/call-provider.js';
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpLimits, type HttpSettings } from './http.js';
import { changed, charge, type UpstreamContext } from './upstream-context.js';
import { ProviderError, type ProviderErrorCode, tooLate } from './provider-error.js';
import { BackOff } from './back-off.js';
import { Breaker, type BreakerState } from './breaker.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import type { Hints } from './hints.js';
import { RequestNotSent } from './request-not-sent.js';
import { ObservedClock } from './observed-clock.js';
import { asSpan } from './request-span.js';
import type { Budgeted, BudgetState, AccountBudget } from './account-budget.js';
import { Retries } from './retries.js';

export interface UpstreamLimits extends HttpLimits {
  /** Maximum number of concurrent requests. */
  readonly maxConcurrent: number;
  /** Maximum number of attempts per read. */
  readonly attempts: number;
  /** The number of failures in a row after which the breaker opens. */
  readonly breakerFailures: number;
  /** What one caller may send per minute. Null for a share of the account's limit. */
  readonly callerRequestsPerMinute: number | null;
}

/** A request that was sent, with its outcome. */
export interface SentRequest {
  readonly provider: CallProviderName;
  readonly account: AccountName;
  /** ABANDONED: no client waited for it any more. */
  readonly outcome: 'OK' | 'ABANDONED' | ProviderErrorCode;
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** The id of its operation. Undefined if no client operation needed it. */
  readonly requestId: string | undefined;
}

/** A provider's health, as seen by this process. */
export interface UpstreamHealth {
  readonly breaker: BreakerState;
  /** When reads are sent again. Null if they are sent now. */
  readonly retryAfter: Date | null;
  /** Why the newest request failed. Null if it succeeded or none was sent yet. */
  readonly lastFailure: ProviderErrorCode | null;
  /** Null if the vendor documents no limit. */
  readonly budget: BudgetState | null;
}

/** The part of an account's limit that one caller may use. */
const CALLER_SHARE = 0.4;

/** Sends one request within a context. */
type SendRequest = (context: UpstreamContext) => Promise<HttpAnswer>;

/**
 * Sends all requests of one account. Reads stay within its concurrency limit and the account's budget, are retried
 * if that can help, and are not sent while the breaker is open. Each account has its own Upstream, so that a slow
 * or failed account does not affect the others.
 */
export class Upstream {
  private readonly concurrency: ConcurrencyLimit;
  private readonly breaker: Breaker;
  private readonly retries: Retries;
  private readonly backOff: BackOff;
  private lastFailure: ProviderErrorCode | null = null;
  /** The number of reads that wait for the next minute's budget. */
  private waiting = 0;
  readonly clock = new ObservedClock();

  constructor(
    readonly provider: CallProviderName,
    readonly account: AccountName,
    private readonly limits: UpstreamLimits,
    private readonly budget: AccountBudget | null,
    private readonly now: () => number,
    private readonly onSent: (request: SentRequest) => void,
    /** Between this process and others. Null without others. */
    private readonly hints: Hints | null,
  ) {
    this.concurrency = new ConcurrencyLimit(provider, limits.maxConcurrent);
    this.breaker = new Breaker(provider, limits.breakerFailures, (milliseconds) => hints?.tell(account, { kind: 'FAILING', milliseconds }));
    this.retries = new Retries(limits.attempts, limits.timeoutMs, now);
    this.backOff = new BackOff(now);
    hints?.hear(account, ({ kind, milliseconds }) => (kind === 'REFUSED' ? this.backOff.refusedElsewhere(milliseconds) : this.breaker.suspect(milliseconds)));
  }

  /** Creates the HTTP client for the provider. */
  client(settings: Omit<HttpSettings, 'provider'>): HttpClient {
    const http = createHttpClient({ provider: this.provider, ...settings }, this.limits);
    return {
      get: (path, query, context, accept) => this.read(context, (allowed) => http.get(path, query, allowed, accept)),
      // A POST is sent once and never queued, because a deadline that passes in a queue would look like a lost response.
      post: (path, body, context) => this.send('POST', context, (allowed) => http.post(path, body, allowed)),
    };
  }

  get inProgress(): number {
    return this.concurrency.inProgress;
  }

  get breakerState(): BreakerState {
    return this.breaker.state;
  }

  async health(): Promise<UpstreamHealth> {
    const { breaker, backOff, lastFailure } = this;
    return { breaker: breaker.state, retryAfter: breaker.retryAfter ?? backOff.endsAt, lastFailure, budget: (await this.budget?.state()) ?? null };
  }

  private async read(context: UpstreamContext, request: SendRequest): Promise<HttpAnswer> {
    let pauses = this.retries.begin();
    for (let attempt = 1; ; attempt++, pauses = pauses.next(undefined)) {
      try {
        const answer = await this.withinLimits(context, request);
        this.retries.earn();
        return answer;
      } catch (error) {
        const pause = error instanceof ProviderError ? this.retries.pauseAfter(attempt, error, pauses.duration, context) : null;
        if (pause === null || !(await elapsed(pause, context))) throw error;
      }
    }
  }

  /** Waits for the budget outside the concurrency limit, so that other requests are sent in the meantime. */
  private async withinLimits(context: UpstreamContext, request: SendRequest): Promise<HttpAnswer> {
    for (;;) {
      const result = await this.concurrency.run(context, () => this.spend(context, request));
      if ('answer' in result) return result.answer;
      await this.waitForBudget(result.waitMs, context);
    }
  }

  private async spend(context: UpstreamContext, request: SendRequest): Promise<Budgeted<HttpAnswer>> {
    // Checked before the budget, because a request that is not sent must not use it.
    this.breaker.check();
    if (this.now() >= context.deadlineAt) throw tooLate(this.provider, true);
    if (context.origin?.isSpent) throw new RequestNotSent(this.provider, 'PROVIDER_RATE_LIMITED', 'This operation exceeded its request limit. Request less, or use several operations.');
    this.checkShare(context);
    const waitMs = this.backOff.remainingMs;
    if (waitMs > 0) return { waitMs };
    // The test request of an open breaker continues if its client disconnects, because all clients need its result.
    const allowed = this.breaker.isTrial ? changed(context, { signal: new AbortController().signal }) : context;
    const send = () => this.breaker.run(() => this.send('GET', allowed, request));
    return this.budget ? this.budget.spend(context.urgency, send) : { answer: await send() };
  }

  /** @throws RequestNotSent if the caller has used its share */
  private checkShare({ origin }: UpstreamContext): void {
    const perMinute = this.limits.callerRequestsPerMinute ?? (this.budget ? Math.ceil(this.budget.requestsPerMinute * CALLER_SHARE) : null);
    // Of several callers, one with a share left is enough.
    const waitMs = perMinute === null || !origin || origin.shares.length === 0 ? 0 : Math.min(...origin.shares.map((share) => share.waitMs(this.account, perMinute)));
    if (waitMs > 0) throw new RequestNotSent(this.provider, 'RATE_LIMITED', `A caller may cause at most ${perMinute} requests to this account per minute. Retry later.`, new Date(this.now() + waitMs));
  }

  /** @throws RequestNotSent, at once if the deadline is before the next budget */
  private async waitForBudget(waitMs: number, context: UpstreamContext): Promise<void> {
    const totalMs = waitMs + (this.budget?.delayBehind(this.waiting) ?? 0);
    const retryAfter = this.now() + totalMs;
    this.waiting += 1;
    try {
      if (retryAfter < context.deadlineAt && (await elapsed(totalMs, context))) return;
    } finally {
      this.waiting -= 1;
    }
    throw new RequestNotSent(this.provider, 'PROVIDER_RATE_LIMITED', `The account's request limit at ${this.provider} is used up. Retry later.`, new Date(retryAfter));
  }

  private async send(method: 'GET' | 'POST', context: UpstreamContext, request: SendRequest): Promise<HttpAnswer> {
    const { origin } = context;
    const began = performance.now();
    const sentAt = this.now();
    const ended = (outcome: SentRequest['outcome'], status: number | undefined) => {
      if (outcome !== 'ABANDONED') this.lastFailure = outcome === 'OK' ? null : outcome;
      this.onSent({ provider: this.provider, account: this.account, outcome, status, milliseconds: performance.now() - began, requestId: origin?.requestId });
    };
    origin?.sent(this.account);
    if (origin && method === 'GET') charge(origin.shares, this.account);
    return asSpan(`${method} ${this.provider}`, origin?.span, async () => {
      try {
        const answer = await request(context);
        ended('OK', answer.status);
        this.clock.observe(answer.headers, sentAt, this.now());
        this.backOff.succeeded();
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) {
          ended(error.facts.abandoned ? 'ABANDONED' : error.code, error.facts.status);
          if (error.code === 'PROVIDER_RATE_LIMITED') this.refused(error, sentAt);
        }
        throw error;
      }
    });
  }

  private refused(error: ProviderError, sentAt: number): void {
    this.backOff.refused(error, sentAt);
    const milliseconds = this.backOff.remainingMs;
    if (milliseconds > 0) this.hints?.tell(this.account, { kind: 'REFUSED', milliseconds });
  }
}

/** Waits. False if the context aborts first. */
async function elapsed(milliseconds: number, { signal }: UpstreamContext): Promise<boolean> {
  return wait(milliseconds, true, { signal }).catch(() => false);
}
