import type { Call } from './call.js';
import { progressOf } from './call-status.js';

/** Of two rows of the same call the one that says more recent things; the one that came later where they don't tell. */
export function newerOf(earlier: Call, later: Call): Call {
  const changed = (later.updatedAt?.getTime() ?? 0) - (earlier.updatedAt?.getTime() ?? 0);
  if (earlier.updatedAt && later.updatedAt && changed !== 0) return changed > 0 ? later : earlier;
  return progressOf(later.status) >= progressOf(earlier.status) ? later : earlier;
}

/** Calls by their provider's id, each in its newest version. */
export type CallsById = Map<string, Call>;

/** Adds calls of one provider to others that were read before: each stays once. */
export function addNewest(calls: readonly Call[], known: CallsById): CallsById {
  for (const call of calls) {
    const earlier = known.get(call.providerCallId);
    known.set(call.providerCallId, earlier ? newerOf(earlier, call) : call);
  }
  return known;
}
