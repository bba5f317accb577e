import type { Call } from '../../model/call.js';
import { CallOrder } from '../../model/call-order.js';
import { compareCalls } from '../../model/feed-order.js';
import { addNewest, type CallsById } from '../../model/newest-version.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { SliceWidths } from '../listing/slice-widths.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import { PAGE_SIZE, type Span } from './api.js';
import { LONGEST_CALL_MS, LONGEST_SPAN_MS } from './history.js';

/** Plivo filters by the instant. One second never has more calls than can be read. */
export const NARROWEST_MS = 1000;
/** Calls are unevenly distributed, so a slice is sized for this many times the calls that are needed, and read if it has twice as many. */
const SPARE = 1.5;
/** A walk through sparse calls sizes its slices for at least this many calls. */
const SPARSE_WANTED = 150;
/** The most calls of a slice of the lead: they are read at once, and held in memory. */
const MOST_OF_A_LEAD = 2000;
const GROWTH = 5;

/** The wanted calls among those that ended in a span. */
export interface EndedCalls {
  readonly calls: readonly Call[];
  /** How many rows the span has, wanted or not. */
  readonly rows: number;
  readonly unreadable: number;
  readonly mayBeIncomplete: boolean;
}

/** Plivo's list of ended calls. */
export interface EndedList {
  /** Or how many rows there are, if there are more than `most`. */
  readonly read: (ended: Span, most: number, context: UpstreamContext) => Promise<EndedCalls | { readonly tooMany: number }>;
  /** Called before the first request. The result is the latest end that the list is asked for, in epoch milliseconds. */
  readonly begin: (context: UpstreamContext) => Promise<number>;
  /** The oldest end that the list has. */
  readonly horizon: number;
  readonly widths: SliceWidths;
  readonly isSparse: boolean;
  readonly contacts?: readonly string[] | undefined;
}

/**
 * Ended calls in the order of their creation, although Plivo's list knows only their ends. A call ends after it was
 * created. Newest first: if every end back to an instant was read, every call created since then is known. Oldest
 * first: if every end up to an instant was read, every call created a longest call before it is known. The other
 * calls are held back until then, so that no part of the list is read twice.
 */
export class EndedCallsSource implements ListSource {
  readonly contacts?: readonly string[];
  private readonly oldestFirst: boolean;
  private readonly from: number;
  private readonly enough: number;
  private width: number;
  private leadWidth = LONGEST_CALL_MS;
  private left: Span | null = null;
  private hasBegun = false;
  private readonly held: CallsById = new Map();

  constructor(
    private readonly walk: Walk,
    private readonly list: EndedList,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.from = Math.max(walk.from, list.horizon);
    const wanted = list.isSparse ? Math.max(walk.wanted, SPARSE_WANTED) : walk.wanted;
    this.enough = Math.max(PAGE_SIZE, SPARE * wanted);
    this.width = limited(list.widths.suggest(wanted / 2));
    if (list.contacts) this.contacts = list.contacts;
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    await this.begin(context);
    let unreadable = 0;
    let mayBeIncomplete = false;
    for (;;) {
      const { left } = this;
      if (!left) return { calls: this.release(() => true), exhausted: true, readTo: this.oldestFirst ? this.walk.to : this.walk.from, unreadable, mayBeIncomplete };
      const lead = this.leadOf(left);
      const slice = lead ?? this.cut(left);
      const most = lead ? MOST_OF_A_LEAD : 2 * this.enough;
      const answer = await this.list.read(slice, this.mayBeNarrowed(slice) ? most : Number.POSITIVE_INFINITY, context);
      if (lead && 'tooMany' in answer) this.leadWidth = limited((slice.to - slice.from) / 2);
      else this.adapt(slice, 'tooMany' in answer ? answer.tooMany : answer.rows);
      if ('tooMany' in answer) continue;
      addNewest(answer.calls, this.held);
      this.left = this.without(left, slice);
      unreadable += answer.unreadable;
      mayBeIncomplete ||= answer.mayBeIncomplete;
      // The feed counts its reads: nothing comes of the lead alone, however many requests it takes.
      if (this.left && this.leadOf(this.left)) continue;
      const readTo = this.oldestFirst ? Math.max(this.from, slice.to - LONGEST_CALL_MS) : slice.from;
      const isLast = this.left === null;
      const isKnown = (call: Call) => isLast || call.isTimeless || (this.oldestFirst ? call.createdAt.getTime() < readTo : call.createdAt.getTime() >= readTo);
      const end = this.oldestFirst ? this.walk.to : this.walk.from;
      return { calls: this.release(isKnown), exhausted: isLast, readTo: isLast ? end : readTo, unreadable, mayBeIncomplete };
    }
  }

  private async begin(context: UpstreamContext): Promise<void> {
    if (this.hasBegun) return;
    const latest = await this.list.begin(context);
    const to = Math.min(this.walk.to + LONGEST_CALL_MS, latest);
    this.left = this.from < to ? { from: this.from, to } : null;
    this.hasBegun = true;
  }

  private cut({ from, to }: Span): Span {
    return this.oldestFirst ? { from, to: Math.min(to, from + this.width) } : { from: Math.max(from, to - this.width), to };
  }

  /**
   * The next slice of ends that have to be read before any call is certain: those after the walk's end, newest first,
   * and those of a longest call after its beginning, oldest first. Null once they are read.
   */
  private leadOf({ from, to }: Span): Span | null {
    const leadEnd = this.from + LONGEST_CALL_MS;
    if (this.oldestFirst) return from < leadEnd ? { from, to: Math.min(to, leadEnd, from + this.leadWidth) } : null;
    return to > this.walk.to ? { from: Math.max(from, this.walk.to, to - this.leadWidth), to } : null;
  }

  private without({ from, to }: Span, slice: Span): Span | null {
    const rest = this.oldestFirst ? { from: slice.to, to } : { from, to: slice.from };
    return rest.from < rest.to ? rest : null;
  }

  private mayBeNarrowed({ from, to }: Span): boolean {
    return to - from > NARROWEST_MS;
  }

  /** Sizes the next slice by the number of calls in this one. */
  private adapt({ from, to }: Span, calls: number): void {
    this.list.widths.learn({ from, to }, calls);
    const fitting = calls === 0 ? Number.POSITIVE_INFINITY : ((to - from) * this.enough) / calls;
    this.width = limited(Math.min(fitting, GROWTH * this.width));
  }

  /** The known calls of the walk, in its order. Others of the walk stay held. */
  private release(isKnown: (call: Call) => boolean): Call[] {
    const calls = [...this.held.values()].filter(isKnown);
    for (const { providerCallId } of calls) this.held.delete(providerCallId);
    return calls.filter((call) => call.isTimeless || this.isInWalk(call)).sort((a, b) => compareCalls(this.walk.order, a, b));
  }

  private isInWalk({ createdAt }: Call): boolean {
    return createdAt.getTime() >= this.from && createdAt.getTime() <= this.walk.to;
  }
}

/** Whole seconds, so that a slice ends on one. */
function limited(width: number): number {
  return Math.min(LONGEST_SPAN_MS, Math.max(NARROWEST_MS, Math.floor(width / 1000) * 1000));
}
