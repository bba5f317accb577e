import { type RequestOrigin, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';

/** The context for placing a call or looking for it. Its deadline is separate, so that it continues when the client disconnects. */
export function contextOf(timeoutMs: number, now: () => number, origin?: RequestOrigin): UpstreamContext {
  return { signal: AbortSignal.timeout(timeoutMs), deadlineAt: now() + timeoutMs, urgency: Urgency.INTERACTIVE, isFresh: false, origin };
}
