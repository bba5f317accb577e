import { changed, type UpstreamContext } from '../upstream/upstream-context.js';
import { limitTime } from '../upstream/time-limit.js';

/**
 * Waits with half of the time that an operation has left. No single wait gets more: a provider that hangs
 * must not take the time of the others, whose next rows are asked for after it is given up, nor of what
 * is nested in the page.
 */
export async function withHalfOfTimeLeft(context: UpstreamContext, now: number, wait: (allowed: UpstreamContext) => Promise<unknown>): Promise<void> {
  const share = Math.ceil(Math.max(0, context.deadlineAt - now) / 2);
  const { signal, release } = limitTime(context.signal, share);
  try {
    await wait(changed(context, { deadlineAt: now + share, signal }));
  } finally {
    release();
  }
}
