/** The requests that a vendor allows an account in a window of time. */
export interface RequestLimit {
  readonly requests: number;
  readonly windowSeconds: number;
}

const MINUTE_SECONDS = 60;

/** How many requests a limit allows in a minute. */
export function perMinute({ requests, windowSeconds }: RequestLimit): number {
  return Math.floor((requests * MINUTE_SECONDS) / windowSeconds);
}

/** How requests are counted, so that no window has more than its limit. */
export interface Counting {
  /** Requests allowed in one span. */
  readonly requests: number;
  readonly spanMs: number;
  /** How many spans a window touches. A single span begins with its first request, several follow one another by the clock. */
  readonly spans: number;
}

/** A shorter window touches this many spans wherever it begins. */
const SPANS = 6;
/** Requests arrive at the vendor closer together or further apart than they were sent, and processes' clocks differ. */
const SPARE = 1.1;

/** The smallest limit of a short window: less urgent requests may use half of a span's part, which has to be one. */
export const LEAST_IN_SHORT_WINDOW = 2 * SPANS;

/**
 * A minute is counted as a whole. In a shorter window, as many requests again could follow at once, and the vendor
 * would see twice the limit. There each span gets a sixth of the limit, and a window touches at most six spans.
 */
export function countingOf({ requests, windowSeconds }: RequestLimit): Counting {
  if (windowSeconds >= MINUTE_SECONDS) return { requests, spanMs: windowSeconds * 1000, spans: 1 };
  return { requests: Math.floor(requests / SPANS), spanMs: Math.ceil((SPARE * windowSeconds * 1000) / (SPANS - 1)), spans: SPANS };
}
