import type { IncomingHttpHeaders } from 'node:http';

/** A wait of more than a day counts as a mistake. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/** A vendor's rate limit, from its response headers. */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** Reads X-RateLimit-Limit, -Remaining and -Reset, the last in epoch seconds (document 003). Null unless all three are valid. `now`: epoch milliseconds. */
export function readRateLimit(headers: IncomingHttpHeaders, now: number): RateLimit | null {
  const read = (name: string) => Number(headers[`x-ratelimit-${name}`] ?? Number.NaN);
  const rateLimit = { limit: read('limit'), remaining: read('remaining'), resetsAt: read('reset') * 1000 };
  return rateLimit.limit > 0 && rateLimit.remaining >= 0 && rateLimit.resetsAt > now && rateLimit.resetsAt < now + MAX_WAIT_MS ? rateLimit : null;
}

/**
 * When a retry can succeed: Retry-After in seconds or as a date, else the reset of the rate limit if nothing
 * remains. `now`: epoch milliseconds.
 */
export function retryAfter(headers: IncomingHttpHeaders, now: number): Date | undefined {
  const wait = headers['retry-after'];
  const retryAt = wait === undefined ? Number.NaN : /^\d+$/.test(wait.trim()) ? now + Number(wait) * 1000 : Date.parse(wait);
  const rateLimit = readRateLimit(headers, now);
  const reset = rateLimit?.remaining === 0 ? rateLimit.resetsAt : Number.NaN;
  const instant = Number.isNaN(retryAt) ? reset : retryAt;
  return instant > now - MAX_WAIT_MS && instant < now + MAX_WAIT_MS ? new Date(instant) : undefined;
}
