export const DAY_MS = 24 * 60 * 60 * 1000;
/** Keeps requests this far inside Plivo's limits, because its clock and ours may differ. */
const MARGIN_MS = 60 * 60 * 1000;

/** Plivo returns calls of the last ninety days. */
const HISTORY_MS = 90 * DAY_MS;

/** The longest span of one request: thirty days, less a margin for a rounded end. */
export const LONGEST_SPAN_MS = 30 * DAY_MS - 60_000;

/** Calls end after four hours unless the account allows more. No call is assumed to be longer than this. */
export const LONGEST_CALL_MS = DAY_MS;

/** A call that talks for this long, in seconds, is a long one. There are few, and Plivo's list can be asked for them alone. */
export const LONG_TALK_SECONDS = 30 * 60;

/** How long a call may ring or wait before it talks. Calls ring for two minutes unless the caller of the API allows more. */
export const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** No call is assumed to be longer than this, except for the long ones. */
export const LONGEST_SHORT_CALL_MS = LONG_TALK_SECONDS * 1000 + LONGEST_WAIT_MS;

/** Plivo filters by the instant. One second never has more calls than can be read. */
export const NARROWEST_MS = 1000;

/** The oldest end of a call that Plivo can still return. */
export function horizon(now: number): number {
  return now - HISTORY_MS + MARGIN_MS;
}
