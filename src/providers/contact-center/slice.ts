import type { Call } from '../../model/call.js';
import { isNarrowest, isWithin, type Slice, type SliceAnswer } from '../listing/slice.js';
import type { UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { ReadRows } from '../read-rows.js';
import { CONTACT_CENTER } from './agents.js';
import { type CallsQuery, type ContactCenterApi, MAX_LIMIT } from './api.js';

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
  read: (rows: readonly unknown[]) => ReadRows,
  query: CallsQuery,
  slice: Slice,
  context: UpstreamContext,
): Promise<SliceAnswer> {
  const calls = new Map<string, Call>();
  let unreadable = 0;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await api.calls(query, slice, page, MAX_LIMIT, context);
    if ((answer.total ?? 0) > MOST_CALLS && !isNarrowest(slice)) return 'too many';
    const rows = read(answer.rows);
    for (const call of rows.calls) if (call.isTimeless || isWithin(slice, call)) calls.set(call.providerCallId, call);
    unreadable += rows.unreadable;
    if (!answer.hasNext) return { calls: [...calls.values()], unreadable };
  }
  throw new ProviderError(CONTACT_CENTER, 'PROVIDER_BAD_RESPONSE', `CONTACT_CENTER has more than ${MOST_PAGES * MAX_LIMIT} calls in a few days.`);
}
