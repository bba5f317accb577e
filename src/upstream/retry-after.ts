import type { IncomingHttpHeaders } from 'node:http';

/** A wait of more than a day is taken for a mistake. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

/** What a vendor says of its limit. */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** X-RateLimit-Limit, -Remaining and -Reset, the last in seconds since 1970 (document 003); null where they are not all there. */
export function readRateLimit(headers: IncomingHttpHeaders, now: number): RateLimit | null {
  const read = (name: string) => Number(headers[`x-ratelimit-${name}`] ?? Number.NaN);
  const said = { limit: read('limit'), remaining: read('remaining'), resetsAt: read('reset') * 1000 };
  return said.limit > 0 && said.remaining >= 0 && said.resetsAt > now && said.resetsAt < now + LONGEST_MS ? said : null;
}

/**
 * When a vendor says that asking again can help: Retry-After in seconds or as a date, else the reset
 * of its rate limit once nothing remains of it.
 */
export function retryAfter(headers: IncomingHttpHeaders, now: number): Date | undefined {
  const wait = headers['retry-after'];
  const said = wait === undefined ? Number.NaN : /^\d+$/.test(wait.trim()) ? now + Number(wait) * 1000 : Date.parse(wait);
  const rateLimit = readRateLimit(headers, now);
  const reset = rateLimit?.remaining === 0 ? rateLimit.resetsAt : Number.NaN;
  const instant = Number.isNaN(said) ? reset : said;
  return instant > now - LONGEST_MS && instant < now + LONGEST_MS ? new Date(instant) : undefined;
}
