import type { UpstreamContext } from '../providers/provider.js';

/**
 * Half of the time that an operation has left. No single wait gets more: a provider that hangs must not
 * take the time of the others, whose next rows are asked for after it is given up, nor of what is nested
 * in the page.
 */
export function halfOf(context: UpstreamContext, now: number): UpstreamContext {
  const share = Math.max(0, context.deadlineAt - now) / 2;
  return { ...context, deadlineAt: now + share, signal: AbortSignal.any([context.signal, AbortSignal.timeout(Math.ceil(share))]) };
}
