import type { Call } from '../model/call.js';
import type { SameCallParts, SameCalls } from './same-call-parts.js';
import { SameCallSearch } from './same-call-search.js';

/** Finds other records of the same physical calls, for all calls of an answer together. */
export async function findSameCalls(calls: readonly Call[], includeLikely: boolean, parts: SameCallParts): Promise<SameCalls[]> {
  const search = new SameCallSearch(calls, includeLikely, parts);
  await search.run();
  return calls.map((call) => search.resultFor(call));
}
