import { type RequestOrigin, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';

/** The context of a call that is placed or looked for. It has a deadline of its own: a client that goes away doesn't stop it. */
export function contextOf(timeoutMs: number, now: () => number, origin?: RequestOrigin): UpstreamContext {
  return { signal: AbortSignal.timeout(timeoutMs), deadlineAt: now() + timeoutMs, urgency: Urgency.INTERACTIVE, isFresh: false, origin };
}
