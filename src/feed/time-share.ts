import { changed, type UpstreamContext } from '../upstream/upstream-context.js';
import { limitTime } from '../upstream/time-limit.js';

/**
 * Waits at most half of the time that the operation has left. A provider that hangs must leave time for the next
 * rows of other providers and for fields nested in the page. `now` is in epoch milliseconds.
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
