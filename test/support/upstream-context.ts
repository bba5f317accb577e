import { type UpstreamContext, Urgency } from '../../src/upstream/upstream-context.js';

/** The default context of a request: a client waits, with a late deadline. */
export function contextOf(fields: Partial<UpstreamContext> = {}): UpstreamContext {
  return { signal: new AbortController().signal, deadlineAt: Number.MAX_SAFE_INTEGER, urgency: Urgency.INTERACTIVE, isFresh: false, ...fields };
}
