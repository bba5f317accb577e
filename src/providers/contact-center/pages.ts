import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { ReadCalls, ReadRows } from '../read-rows.js';
import type { Slice } from '../listing/slice.js';
import { type CallsPage, type CallsQuery, type ContactCenterApi, MAX_LIMIT } from './api.js';

/** An answer without an end must end here. */
export const MOST_PAGES = 50;
/** A list that changes while it is read is read so often. */
const MOST_ROUNDS = 3;

/** How reading a list ended. INCOMPLETE: rows left it each time that it was read, or it ended before its own total: others may have been missed. */
export type Ending = 'ENDED' | 'STOPPED' | 'INCOMPLETE' | 'TOO_MANY_PAGES';

export interface PagedList {
  readonly api: ContactCenterApi;
  readonly read: ReadCalls;
  readonly query: CallsQuery;
  /** The time that is read; null for everything. */
  readonly slice: Slice | null;
}

/**
 * Reads a list page by page, and never two at once: calls that come in meanwhile push others to a later
 * page, where they are met again instead of missed. A total that falls says that rows left the list, so
 * that others moved to a page that was read already: then the list is read again. `visit` is shown each
 * page, rows that it has seen before included, and says whether to go on.
 */
export async function readPages({ api, read, query, slice }: PagedList, context: UpstreamContext, visit: (calls: ReadRows, page: CallsPage) => boolean): Promise<Ending> {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const seen = new Set<string>();
    let total = Number.NEGATIVE_INFINITY;
    let rows = 0;
    let hasShrunk = false;
    for (let number = 1; ; number++) {
      if (number > MOST_PAGES) return 'TOO_MANY_PAGES';
      const page = await api.calls(query, slice, number, MAX_LIMIT, context);
      hasShrunk ||= page.total !== null && page.total < total;
      total = page.total ?? total;
      rows += page.rows.length;
      const answer = read(page.rows);
      if (!visit(answer, page)) return 'STOPPED';
      const before = seen.size;
      for (const { providerCallId } of answer.calls) seen.add(providerCallId);
      // A page without anything new is the last one again, whatever it says of a next.
      const hasMore = page.hasNext || (page.rows.length > 0 && rows < total);
      if (!hasMore || (seen.size === before && answer.unreadable === 0)) break;
    }
    if (!hasShrunk) return rows < total ? 'INCOMPLETE' : 'ENDED';
  }
  return 'INCOMPLETE';
}
