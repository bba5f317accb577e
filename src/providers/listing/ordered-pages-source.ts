import type { Call } from '../../model/call.js';
import { CallOrder } from '../../model/call-order.js';
import type { CallProviderName } from '../../model/call-provider.js';
import { compareTimes } from '../../model/feed-order.js';
import { ProviderError } from '../../upstream/provider-error.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import { isWithin, type Slice } from './slice.js';

/** The end of a page is held back. With these extra rows the first page is still enough. */
const SPARE_ROWS = 5;
/** The most calls of one unordered span that are held in memory. */
const MOST_HELD = 10_000;

/** One request for a page. */
export interface PageRequest<Window extends Slice> {
  readonly window: Window;
  readonly pageSize: number;
  readonly oldestFirst: boolean;
  /** The cursor of the previous page; null for the first page of a window. */
  readonly after: string | null;
}

export interface Page {
  readonly calls: readonly Call[];
  /** Rows that could not be read as calls. */
  readonly unreadable: number;
  /** The cursor of the next page; null on the last page of the window. */
  readonly after: string | null;
}

/** A vendor's list that is paged in order of time. */
export interface OrderedList<Window extends Slice> {
  readonly provider: CallProviderName;
  /** The spans of time to request one after the other, in the walk's direction. Most vendors take any span and need only one. */
  readonly windows: readonly Window[];
  readonly maxPageSize: number;
  /** @throws ProviderError */
  readonly read: (request: PageRequest<Window>, context: UpstreamContext) => Promise<Page>;
  /** The span around an instant whose calls come in any order: the whole second when the vendor sorts by the second. */
  readonly unorderedSpan: (instant: number) => Slice;
  readonly contacts?: readonly string[] | undefined;
}

/**
 * A source for a vendor that sorts its list by time only roughly: calls of the same second, for example,
 * come in any order. The end of each page is held back until the next page has the rest of that second.
 */
export class OrderedPagesSource<Window extends Slice> implements ListSource {
  readonly contacts?: readonly string[];
  private readonly windows: Window[];
  private readonly oldestFirst: boolean;
  private pageSize: number;
  private after: string | null = null;
  private heldBack: readonly Call[] = [];
  /** The cursors seen in this window. A repeated cursor means an endless loop. */
  private readonly cursors = new Set<string>();

  constructor(
    private readonly walk: Walk,
    private readonly list: OrderedList<Window>,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.pageSize = Math.min(list.maxPageSize, walk.wanted * (list.contacts?.length ?? 1) + SPARE_ROWS);
    this.windows = [...list.windows];
    if (list.contacts) this.contacts = list.contacts;
  }

  get held(): number {
    return this.heldBack.length;
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    const [window] = this.windows;
    if (!window) return { calls: [], exhausted: true, readTo: this.end(this.walk), unreadable: 0 };
    const { pageSize, oldestFirst } = this;
    const page = await this.list.read({ window, pageSize, oldestFirst, after: this.after }, context);
    // A walk that continues gets full pages: spare calls are kept for its next page.
    this.pageSize = this.list.maxPageSize;
    this.advance(page.after);
    // A call whose time came from another field may belong to another window.
    const own = page.calls.filter((call) => call.isTimeless || isWithin(window, call));
    const calls = [...this.heldBack, ...own].sort((a, b) => compareTimes(this.walk.order, a, b));
    if (page.after === null) {
      this.windows.shift();
      this.heldBack = [];
      return { calls, exhausted: this.windows.length === 0, readTo: this.end(window), unreadable: page.unreadable };
    }
    const last = calls.findLast((call) => !call.isTimeless);
    const unordered = last && this.list.unorderedSpan(last.createdAt.getTime());
    const isHeld = (call: Call) => unordered !== undefined && isWithin(unordered, call);
    this.heldBack = calls.filter(isHeld);
    return { calls: calls.filter((call) => !isHeld(call)), exhausted: false, readTo: this.start(unordered ?? window), unreadable: page.unreadable };
  }

  /** @throws ProviderError when the vendor repeats a cursor, or has more calls at one instant than can be held */
  private advance(after: string | null): void {
    if (after === null) this.cursors.clear();
    else if (this.cursors.has(after) || this.heldBack.length > MOST_HELD) {
      throw new ProviderError(this.list.provider, 'PROVIDER_BAD_RESPONSE', `${this.list.provider} returned pages that do not advance.`);
    } else this.cursors.add(after);
    this.after = after;
  }

  private start({ from, to }: { readonly from: number; readonly to: number }): number {
    return this.oldestFirst ? from : to;
  }

  private end({ from, to }: { readonly from: number; readonly to: number }): number {
    return this.oldestFirst ? to : from;
  }
}
