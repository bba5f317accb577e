import type { Call } from '../../model/call.js';
import { CallOrder } from '../../model/call-order.js';
import { OrderedPagesSource } from '../listing/ordered-pages-source.js';
import type { ListSource, Walk } from '../provider.js';
import type { ReadCalls } from '../read-rows.js';
import { type CallsQuery, type ExotelApi, MAX_PAGE_SIZE } from './api.js';
import { ExotelCallDetails } from './details.js';
import { horizon, windowsWithin } from './history.js';
import { EXOTEL } from './to-call.js';
import type { VendorClock } from './vendor-clock.js';

/** What is needed to read Exotel's list. */
export interface ExotelList {
  readonly api: ExotelApi;
  readonly read: ReadCalls;
  readonly clock: VendorClock;
}

/**
 * Exotel's list as a source: one window per month, the most that document 004 allows, read page by page. Exotel
 * sorts by the second and by local time, so the hours around a clock change are unordered too.
 */
export function exotelSource({ api, read, clock }: ExotelList, query: CallsQuery, walk: Walk, now: number, contacts?: readonly string[]): ListSource {
  const from = Math.max(walk.from, horizon(clock, now));
  return new OrderedPagesSource(walk, {
    provider: EXOTEL,
    windows: windowsWithin(clock, from, walk.to, walk.order === CallOrder.OLDEST_FIRST),
    maxPageSize: MAX_PAGE_SIZE,
    read: async ({ window, pageSize, oldestFirst, after }, context) => {
      const answer = await api.bulk(query, { created: window, pageSize, oldestFirst, ...(after !== null && { after }) }, context);
      const { calls, unreadable } = read(answer.rows);
      // In document 004 only pages with at least one record have a cursor.
      return { calls: calls.filter((call) => isWanted(query, call)), unreadable, after: answer.rows.length > 0 ? answer.after : null };
    },
    unorderedSpan: (instant) => clock.unorderedSpan(instant),
    contacts,
  });
}

function isWanted({ ownDirections }: CallsQuery, { details }: Call): boolean {
  return !ownDirections || (details instanceof ExotelCallDetails && details.direction !== null && ownDirections.includes(details.direction));
}
