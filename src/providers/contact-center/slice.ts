import { addNewestRows, type CallRow } from '../listing/call-row.js';
import { isWithin, type Slice, type SliceAnswer } from '../listing/slice.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { CONTACT_CENTER } from './agents.js';
import { MAX_LIMIT } from './api.js';
import { MOST_PAGES, type PagedList, readPages } from './pages.js';

/** The filter takes whole days. */
export const NARROWEST_MS = 24 * 60 * 60 * 1000;
/** A slice with more calls is narrowed instead of read. */
const MOST_CALLS = 3 * MAX_LIMIT;

/** Reads one whole time slice, because the contact centre promises no order. */
export async function readSlice(list: PagedList & { readonly slice: Slice }, mustRead: boolean, context: UpstreamContext): Promise<SliceAnswer> {
  const found = new Map<string, CallRow>();
  let unreadable = 0;
  const ending = await readPages(list, context, (answer, { isFull, total }) => {
    if (isFull && (total ?? 0) > MOST_CALLS && !mustRead) return false;
    unreadable += answer.unreadable;
    addNewestRows(answer.rows, found);
    return true;
  });
  if (ending === 'STOPPED') return 'too many';
  if (ending === 'TOO_MANY_PAGES') {
    throw new ProviderError(CONTACT_CENTER, 'PROVIDER_BAD_RESPONSE', `CONTACT_CENTER has more than ${MOST_PAGES * MAX_LIMIT} calls in a few days.`);
  }
  const calls = [...found.values()].filter((row) => row.isTimeless || isWithin(list.slice, row));
  return { calls, unreadable, mayBeIncomplete: ending === 'INCOMPLETE' };
}
