import type { IncomingHttpHeaders } from 'node:http';

/** A wait of more than a day is taken for a mistake. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * When a vendor says that asking again can help: Retry-After in seconds or as a date, else the reset
 * instant of X-RateLimit-Reset in seconds since 1970 (Skipcall) once nothing remains of the limit.
 */
export function retryAfter(headers: IncomingHttpHeaders, now: number): Date | undefined {
  const wait = headers['retry-after'];
  const said = wait === undefined ? Number.NaN : /^\d+$/.test(wait.trim()) ? now + Number(wait) * 1000 : Date.parse(wait);
  const remaining = headers['x-ratelimit-remaining'];
  const reset = remaining === undefined || Number(remaining) > 0 ? Number.NaN : Number(headers['x-ratelimit-reset']) * 1000;
  const instant = Number.isNaN(said) ? reset : said;
  return instant > now - LONGEST_MS && instant < now + LONGEST_MS ? new Date(instant) : undefined;
}
