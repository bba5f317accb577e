import type { Call } from './call.js';
import { progressOf } from './call-status.js';

/** The newer of two rows of one call, by updatedAt, else by the progress of the status. If neither decides, `later`. */
export function newerOf(earlier: Call, later: Call): Call {
  const changed = (later.updatedAt?.getTime() ?? 0) - (earlier.updatedAt?.getTime() ?? 0);
  if (earlier.updatedAt && later.updatedAt && changed !== 0) return changed > 0 ? later : earlier;
  return progressOf(later.status) >= progressOf(earlier.status) ? later : earlier;
}

/** The newest version of each call, by providerCallId. */
export type CallsById = Map<string, Call>;

/** Adds calls of one provider to `known` and keeps only the newest version of each. Changes and returns `known`. */
export function addNewest(calls: readonly Call[], known: CallsById): CallsById {
  for (const call of calls) {
    const earlier = known.get(call.providerCallId);
    known.set(call.providerCallId, earlier ? newerOf(earlier, call) : call);
  }
  return known;
}
