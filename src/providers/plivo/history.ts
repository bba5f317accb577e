const DAY_MS = 24 * 60 * 60 * 1000;
/** Keeps requests this far inside Plivo's limits, because its clock and ours may differ. */
const MARGIN_MS = 60 * 60 * 1000;

/** Plivo returns calls of the last ninety days. */
const HISTORY_MS = 90 * DAY_MS;

/** The longest span of one request: thirty days, less a margin for a rounded end. */
export const LONGEST_SPAN_MS = 30 * DAY_MS - 60_000;

/** Calls end after four hours unless the account allows more. No call is assumed to be longer than this. */
export const LONGEST_CALL_MS = DAY_MS;

/** The oldest end of a call that Plivo can still return. */
export function horizon(now: number): number {
  return now - HISTORY_MS + MARGIN_MS;
}
