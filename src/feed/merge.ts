import type { Call } from '../model/call.js';
import type { CallOrder } from '../model/call-order.js';
import { changed, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { withHalfOfTimeLeft } from './time-share.js';
import { earliest, type ProviderStream } from './provider-stream.js';

/**
 * Many ordered streams into one ordered page. A stream is asked for more only when the next call of the
 * page could be one it has not shown yet: that is what makes a page right, and what keeps it cheap.
 */
export async function takePage(
  streams: readonly ProviderStream[],
  order: CallOrder,
  size: number,
  context: UpstreamContext,
  /** Epoch milliseconds. */
  now: () => number,
): Promise<{ calls: Call[]; hasMore: boolean }> {
  await withHalfOfTimeLeft(context, now(), (allowed) => Promise.all(streams.map((stream) => stream.prime(allowed))));
  // A page that reads on is a walk, whatever page it is: look-ups keep their part of the account's requests.
  const walking = changed(context, { urgency: Math.min(context.urgency, Urgency.WALK) });
  const calls: Call[] = [];
  for (;;) {
    const next = earliest(streams.filter(({ failure }) => !failure), order);
    if (!next) return { calls, hasMore: false };
    if (!next.head) {
      await withHalfOfTimeLeft(walking, now(), (allowed) => next.fill(allowed));
      continue;
    }
    if (calls.length === size) return { calls, hasMore: true };
    const call = next.take();
    if (call) calls.push(call);
  }
}
