import type { CallTimelineFragment } from '../graph/generated/operations';

type Leg = CallTimelineFragment['agentLegs'][number];

/** A bar on the line of time: the whole call, or a leg. Times are in epoch milliseconds. */
export interface Bar {
  readonly leg: Leg | null;
  readonly from: number;
  readonly to: number;
}

/** The call and its legs, as far as their times are known. `now`: where a call that is going on ends so far. */
export function barsOf(call: CallTimelineFragment, now: number): Bar[] {
  const from = Date.parse(call.startedAt ?? call.createdAt);
  const to = Math.max(from, endOf(call, from, now));
  const startOf = ({ startedAt }: Leg) => (startedAt === null ? from : Date.parse(startedAt));
  // Nobody rings any longer than until somebody talks.
  const answeredAt = call.talkTime === null ? to : to - call.talkTime * 1000;
  const starts = call.agentLegs.map(startOf);
  const legs = call.agentLegs.map((leg): Bar => {
    const start = startOf(leg);
    // A provider says when a leg began and not when it ended. One without an answer ends when others are rung.
    const end = leg.answered ? to : Math.min(answeredAt, ...starts.filter((other) => other > start));
    return { leg, from: start, to: Math.max(start, end) };
  });
  return [{ leg: null, from, to }, ...legs];
}

/** Some providers say only how long a call was. */
function endOf({ endedAt, duration, isTerminal }: CallTimelineFragment, from: number, now: number): number {
  if (endedAt !== null) return Date.parse(endedAt);
  return isTerminal ? from + (duration ?? 0) * 1000 : now;
}
