import type { Call } from '../model/call.js';
import { type SameCallParts, type SameCalls, SameCallSearch } from './same-call-search.js';

/** Finds other records of the same physical calls, for all calls of an answer together. */
export async function findSameCalls(calls: readonly Call[], includeLikely: boolean, parts: SameCallParts): Promise<SameCalls[]> {
  const search = new SameCallSearch(calls, includeLikely, parts);
  await search.readKeys();
  await search.findKnown();
  await search.readLists();
  await search.findAtCarriers();
  return calls.map((call) => search.resultFor(call));
}
