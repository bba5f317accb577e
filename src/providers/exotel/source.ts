import type { Call } from '../../model/call.js';
import { CallOrder } from '../../model/call-order.js';
import { compareCalls } from '../../model/feed-order.js';
import { isWithin } from '../listing/slice.js';
import type { Batch, CallSource, Walk } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { type CallsQuery, type ExotelApi, MAX_PAGE_SIZE } from './api.js';
import { ExotelCallDetails } from './details.js';
import { EXOTEL } from './to-call.js';
import type { VendorClock } from './vendor-clock.js';
import { type HistoryWindow, horizon, windowsWithin } from './history.js';
import type { ReadCalls } from '../read-rows.js';

/** The last second of a page is held back: with some rows more, what is wanted is before it. */
const SPARE_ROWS = 5;
/** Calls of one second are held together in memory. */
const MOST_IN_A_SECOND = 10_000;

/**
 * Exotel's list as a source: window by window, in each page by page, only as far as it is read. Exotel
 * sorts by the second; calls of the same second come in any order, so that a page's last second is held
 * back until what follows it is known, and so are the hours around a change of the clocks.
 */
export class ExotelSource implements CallSource {
  private readonly windows: HistoryWindow[];
  private readonly oldestFirst: boolean;
  private pageSize: number;
  private after: string | null = null;
  private held: readonly Call[] = [];
  /** Cursors of the window that is read: one that comes again leads nowhere. */
  private readonly cursors = new Set<string>();

  constructor(
    private readonly api: ExotelApi,
    private readonly read: ReadCalls,
    private readonly clock: VendorClock,
    private readonly query: CallsQuery,
    private readonly walk: Walk,
    now: number,
    /** The contacts that the query is about, where it is about some. */
    readonly contacts?: readonly string[],
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.pageSize = Math.min(MAX_PAGE_SIZE, walk.wanted * (contacts?.length ?? 1) + SPARE_ROWS);
    const from = Math.max(walk.from, horizon(clock, now));
    this.windows = windowsWithin(clock, from, walk.to, this.oldestFirst);
  }

  async next(context: UpstreamContext): Promise<Batch> {
    const [window] = this.windows;
    if (!window) return { calls: [], exhausted: true, readTo: this.end(this.walk), unreadable: 0 };
    const { rows, after: cursor } = await this.api.bulk(
      this.query,
      { created: window, pageSize: this.pageSize, oldestFirst: this.oldestFirst, ...(this.after !== null && { after: this.after }) },
      context,
    );
    // A walk that needs more than was expected is worth full pages: what is over is kept for its next page.
    this.pageSize = MAX_PAGE_SIZE;
    // Document 004 gives cursors to pages with at least one record.
    const after = rows.length > 0 ? cursor : null;
    if (after !== null && (this.cursors.has(after) || this.held.length > MOST_IN_A_SECOND)) throw stuck();
    if (after !== null) this.cursors.add(after);
    const { calls: read, unreadable } = this.read(rows);
    // A row without a readable DateCreated is placed by its start, and belongs to the window of that.
    const own = read.filter((call) => this.isWanted(call) && (call.isTimeless || isWithin(window, call)));
    const calls = [...this.held, ...own].sort((a, b) => compareCalls(this.walk.order, a, b));
    this.after = after;
    if (after === null) {
      this.windows.shift();
      this.cursors.clear();
      this.held = [];
      return { calls, exhausted: this.windows.length === 0, readTo: this.end(window), unreadable };
    }
    const last = calls.findLast((call) => !call.isTimeless);
    const unordered = last && this.clock.unorderedSpan(last.createdAt.getTime());
    const isHeld = (call: Call) => unordered !== undefined && isWithin(unordered, call);
    this.held = calls.filter(isHeld);
    return { calls: calls.filter((call) => !isHeld(call)), exhausted: false, readTo: this.start(unordered ?? window), unreadable };
  }

  private isWanted({ details }: Call): boolean {
    const { ownDirections } = this.query;
    return !ownDirections || (details instanceof ExotelCallDetails && details.direction !== null && ownDirections.includes(details.direction));
  }

  private start({ from, to }: { from: number; to: number }): number {
    return this.oldestFirst ? from : to;
  }

  private end({ from, to }: { from: number; to: number }): number {
    return this.oldestFirst ? to : from;
  }
}

function stuck(): ProviderError {
  return new ProviderError(EXOTEL, 'PROVIDER_BAD_RESPONSE', 'EXOTEL pages without getting on.');
}
