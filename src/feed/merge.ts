import type { Call } from '../model/call.js';
import type { CallOrder } from '../model/call-order.js';
import { changed, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { withHalfOfTimeLeft } from './time-share.js';
import { earliest, type AccountStream } from './account-stream.js';

/**
 * Merges ordered streams into one ordered page. A stream requests more only when a call that it has not read
 * yet could be the next one of the page. That makes the page correct with the fewest requests.
 */
export async function takePage(
  streams: readonly AccountStream[],
  order: CallOrder,
  size: number,
  context: UpstreamContext,
  /** Epoch milliseconds. */
  now: () => number,
): Promise<{ calls: Call[]; hasMore: boolean }> {
  await withHalfOfTimeLeft(context, now(), (allowed) => Promise.all(streams.map((stream) => stream.prime(allowed))));
  // Further requests of any page have the urgency WALK, so that look-ups keep their share of the account's budget.
  const walkContext = changed(context, { urgency: Math.min(context.urgency, Urgency.WALK) });
  const calls: Call[] = [];
  for (;;) {
    const next = earliest(streams.filter(({ failure }) => !failure), order);
    if (!next) return { calls, hasMore: false };
    if (!next.head) {
      await withHalfOfTimeLeft(walkContext, now(), (allowed) => next.fill(allowed));
      continue;
    }
    if (calls.length === size) return { calls, hasMore: true };
    const call = next.take();
    if (call) calls.push(call);
  }
}
