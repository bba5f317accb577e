import type { CallTimelineFragment } from '../graph/generated/operations';

/** A bar on the line of time. Times are in epoch milliseconds. */
export interface Bar {
  readonly leg: CallTimelineFragment['agentLegs'][number] | null;
  readonly from: number;
  readonly to: number;
}

/**
 * The call and its legs. A provider says when a leg began and not when it ended: a leg that was not answered ends
 * where the next one begins, and any other one with the call.
 */
export function barsOf(call: CallTimelineFragment, now: number): Bar[] {
  const began = Date.parse(call.startedAt ?? call.createdAt);
  const ended = Math.max(began, endOf(call, began, now));
  const legs = call.agentLegs.map((leg, index): Bar => {
    const from = leg.startedAt === null ? began : Date.parse(leg.startedAt);
    const next = call.agentLegs.slice(index + 1).find(({ startedAt, isTransfer }) => startedAt !== null && (!leg.answered || isTransfer));
    return { leg, from, to: Math.max(from, next?.startedAt ? Date.parse(next.startedAt) : ended) };
  });
  return [{ leg: null, from: began, to: ended }, ...legs];
}

/** Some providers say only how long a call was. */
function endOf({ endedAt, duration, isTerminal }: CallTimelineFragment, began: number, now: number): number {
  if (endedAt !== null) return Date.parse(endedAt);
  return isTerminal ? began + (duration ?? 0) * 1000 : now;
}
