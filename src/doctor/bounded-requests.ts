import type { IncomingHttpHeaders } from 'node:http';
import type { CallProviderName } from '../model/call-provider.js';
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpLimits, type HttpSettings } from '../upstream/http.js';
import { ObservedClock } from '../upstream/observed-clock.js';
import { ProviderError } from '../upstream/provider-error.js';
import { RequestNotSent } from '../upstream/request-not-sent.js';
import { readRateLimit } from '../upstream/retry-after.js';

/** The part of an account's limit that doctor may use. */
const SHARE = 0.1;
/** The most requests to an account whose limit is not known. */
const MOST_WITHOUT_LIMIT = 10;
/** So many failures in a row mean that the vendor does not work now. */
const MOST_FAILURES = 2;

/** Doctor's requests to one account: reads only, few of them, never repeated, and none after a refusal. */
export class BoundedRequests {
  /** Of all answers so far. */
  readonly headers: IncomingHttpHeaders[] = [];
  readonly clock = new ObservedClock();
  private sent = 0;
  private failures = 0;
  private most: number;
  /** Why no more requests are sent. Null if they are. */
  private ended: string | null = null;

  constructor(
    private readonly provider: CallProviderName,
    requestsPerMinute: number | null,
    private readonly limits: HttpLimits,
    private readonly now: () => number,
  ) {
    this.most = requestsPerMinute === null ? MOST_WITHOUT_LIMIT : shareOf(requestsPerMinute);
  }

  /** How many requests were sent. */
  get count(): number {
    return this.sent;
  }

  /** How many requests may be sent. */
  get allowed(): number {
    return this.most;
  }

  client(settings: Omit<HttpSettings, 'provider'>): HttpClient {
    const http = createHttpClient({ provider: this.provider, ...settings }, this.limits);
    return {
      get: (path, query, context, accept) => this.send(() => http.get(path, query, context, accept)),
      post: () => Promise.reject(this.notSent('Not asked, because doctor only reads.')),
    };
  }

  /** Sends no more. */
  end(reason: string): void {
    this.ended ??= reason;
  }

  private async send(request: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    if (this.ended !== null) throw this.notSent(this.ended);
    if (this.sent >= this.most) throw this.notSent(`Not asked, because doctor sends at most ${this.most} requests to this account.`);
    this.sent += 1;
    const sentAt = this.now();
    try {
      const answer = await request();
      this.failures = 0;
      this.headers.push(answer.headers);
      this.clock.observe(answer.headers, sentAt, this.now());
      const stated = readRateLimit(answer.headers, this.now());
      if (stated) this.most = Math.min(this.most, shareOf(stated.limit));
      return answer;
    } catch (error) {
      if (error instanceof ProviderError) this.note(error);
      throw error;
    }
  }

  private note({ code, facts }: ProviderError): void {
    if (code === 'PROVIDER_UNAUTHORIZED') this.end('Not asked, because the credentials are refused.');
    if (code === 'PROVIDER_RATE_LIMITED') this.end('Not asked, because the account gets too many requests.');
    const isFailure = code === 'PROVIDER_TIMEOUT' || code === 'PROVIDER_UNAVAILABLE' || facts.isNotJson === true;
    this.failures = isFailure ? this.failures + 1 : 0;
    if (this.failures >= MOST_FAILURES) this.end(`Not asked, because ${this.failures} requests in a row failed.`);
  }

  private notSent(reason: string): RequestNotSent {
    return new RequestNotSent(this.provider, 'PROVIDER_RATE_LIMITED', reason);
  }
}

function shareOf(requestsPerMinute: number): number {
  return Math.floor(requestsPerMinute * SHARE);
}
