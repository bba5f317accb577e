import type { Call } from '../../model/call.js';
import { isWithin, type Slice, type SliceAnswer } from '../listing/slice.js';
import type { UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { ReadCalls } from '../read-rows.js';
import { CONTACT_CENTER } from './agents.js';
import { type CallsQuery, type ContactCenterApi, MAX_LIMIT } from './api.js';

/** Its filter knows whole days. */
export const NARROWEST_MS = 24 * 60 * 60 * 1000;
/** A slice with more calls is narrowed rather than read. */
const MOST_CALLS = 3 * MAX_LIMIT;
/** And one that is as narrow as can be is read no further than this: an answer without an end must end here. */
const MOST_PAGES = 50;

/**
 * Reads one slice of time whole: the contact centre promises no order. Page after page and never two at
 * once: calls that come in meanwhile push others to a later page, where they are met again instead of missed.
 */
export async function readSlice(
  api: ContactCenterApi,
  read: ReadCalls,
  query: CallsQuery,
  slice: Slice,
  mustRead: boolean,
  context: UpstreamContext,
): Promise<SliceAnswer> {
  const seen = new Set<string>();
  const calls: Call[] = [];
  let unreadable = 0;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { rows, total, isFull, hasNext } = await api.calls(query, slice, page, MAX_LIMIT, context);
    if (isFull && (total ?? 0) > MOST_CALLS && !mustRead) return 'too many';
    const answer = read(rows);
    unreadable += answer.unreadable;
    const unseen = answer.calls.filter(({ providerCallId }) => !seen.has(providerCallId));
    for (const call of unseen) {
      seen.add(call.providerCallId);
      if (call.isTimeless || isWithin(slice, call)) calls.push(call);
    }
    // A page without anything new is the last one again, whatever it says of a next.
    if (!hasNext || (unseen.length === 0 && answer.unreadable === 0)) return { calls, unreadable };
  }
  throw new ProviderError(CONTACT_CENTER, 'PROVIDER_BAD_RESPONSE', `CONTACT_CENTER has more than ${MOST_PAGES * MAX_LIMIT} calls in a few days.`);
}
