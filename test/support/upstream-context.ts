import { type UpstreamContext, Urgency } from '../../src/upstream/upstream-context.js';

/** What a request is made for, where nothing else is said: somebody waits, and for long. */
export function contextOf(fields: Partial<UpstreamContext> = {}): UpstreamContext {
  return { signal: new AbortController().signal, deadlineAt: Number.MAX_SAFE_INTEGER, urgency: Urgency.INTERACTIVE, isFresh: false, ...fields };
}
