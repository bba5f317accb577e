import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { PlacedRows, PlaceRows } from '../read-rows.js';
import type { Slice } from '../listing/slice.js';
import { type CallsPage, type CallsQuery, type ContactCenterApi, MAX_LIMIT } from './api.js';

/** Stops a list that never ends. */
export const MOST_PAGES = 50;
/** How often to read a list that changes while it is read. */
const MOST_ROUNDS = 3;

/** How reading a list ended. INCOMPLETE: rows left the list on every read, or it ended before its own total, so calls may be missing. */
export type Ending = 'ENDED' | 'STOPPED' | 'INCOMPLETE' | 'TOO_MANY_PAGES';

export interface PagedList {
  readonly api: ContactCenterApi;
  readonly place: PlaceRows;
  readonly query: CallsQuery;
  /** The time slice to read; null for everything. */
  readonly slice: Slice | null;
}

/**
 * Reads a list page by page, never two pages at once: new calls push others to a later page, where they are
 * read twice instead of missed. A falling total means that rows left the list and others moved to a page
 * that was already read, so the list is read again. `visit` gets each page, including repeated rows, and
 * returns whether to continue.
 */
export async function readPages({ api, place, query, slice }: PagedList, context: UpstreamContext, visit: (answer: PlacedRows, page: CallsPage) => boolean): Promise<Ending> {
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
      const answer = place(page.rows);
      if (!visit(answer, page)) return 'STOPPED';
      const before = seen.size;
      for (const { providerCallId } of answer.rows) seen.add(providerCallId);
      // A page with nothing new repeats the last page, even if it claims a next page.
      const hasMore = page.hasNext || (page.rows.length > 0 && rows < total);
      if (!hasMore || (seen.size === before && answer.unreadable === 0)) break;
    }
    if (!hasShrunk) return rows < total ? 'INCOMPLETE' : 'ENDED';
  }
  return 'INCOMPLETE';
}
