import { CallOrder } from '../../model/call-order.js';
import { compareCalls } from '../../model/feed-order.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { EARLIEST, isWithin, type Slice, type SliceAnswer, widthOf } from './slice.js';
import type { SliceWidths } from './slice-widths.js';

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;
const GROWTH = 5;
/** For so many calls a walk through sparse ones makes its slices, however few are wanted. */
const SPARSE_WANTED = 150;

/** A vendor's list that is read in slices of time. */
export interface SlicedList {
  /** Reads a slice; `mustRead` where it is as narrow as can be, so that 'too many' is no answer. @throws ProviderError */
  readonly read: (slice: Slice, mustRead: boolean, context: UpstreamContext) => Promise<SliceAnswer>;
  /** The narrowest slice that the vendor's filter can tell from its neighbours, in milliseconds. */
  readonly narrowestMs: number;
  readonly widths: SliceWidths;
  readonly contacts?: readonly string[] | undefined;
  /** Of what the vendor answers only some is wanted: what is looked for is sparser than the list. */
  readonly isSparse?: boolean;
}

/**
 * A source over a vendor that answers in no promised order: it is asked for slices of time, each read
 * whole and sorted here. A slice that turns out too large is narrowed, one that brings too little is
 * followed by a wider one.
 */
export class TimeSlicedSource implements ListSource {
  readonly contacts?: readonly string[];
  private readonly oldestFirst: boolean;
  private width: number;
  /** Slices so wide have been too large before. */
  private tooWide = Number.POSITIVE_INFINITY;
  /** How long before the end a walk ends its first slice that goes from an unknown beginning to the newest call. */
  private backOff = 0;
  private left: Slice | null;

  constructor(
    private readonly walk: Walk,
    private readonly list: SlicedList,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.width = list.widths.suggest(list.isSparse ? Math.max(walk.wanted, SPARSE_WANTED) : walk.wanted);
    this.left = walk.from <= walk.to ? { from: walk.from, to: walk.to } : null;
    if (list.contacts) this.contacts = list.contacts;
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    for (;;) {
      const { left } = this;
      if (!left) return { calls: [], exhausted: true, readTo: this.oldestFirst ? this.walk.to : this.walk.from, unreadable: 0 };
      const slice = this.cut(left);
      const answer = await this.list.read(slice, widthOf(slice) <= this.list.narrowestMs, context);
      if (answer === 'too many') {
        this.narrow(slice);
        continue;
      }
      const calls = answer.calls.filter((call) => call.isTimeless || isWithin(slice, call)).sort((a, b) => compareCalls(this.walk.order, a, b));
      // Calls without a time come with every slice, and say nothing of how many are in this one.
      const dated = calls.filter(({ isTimeless }) => !isTimeless).length;
      this.list.widths.learn(slice, dated);
      // A walk that goes on is worth wider slices; one page is mostly served by the first.
      if (this.list.isSparse || dated < 2 * this.walk.wanted) this.width = Math.max(this.width, Math.min(this.width * GROWTH, this.tooWide / 2));
      // Where calls have become few, what was too wide before need not be any more.
      if (dated < this.walk.wanted) this.tooWide *= GROWTH;
      this.left = this.without(left, slice);
      const readTo = this.oldestFirst ? slice.to : slice.from;
      return { calls, exhausted: this.left === null, readTo, unreadable: answer.unreadable, mayBeIncomplete: answer.mayBeIncomplete ?? false };
    }
  }

  private cut({ from, to }: Slice): Slice {
    if (this.oldestFirst && from === Number.NEGATIVE_INFINITY) return { from, to: Math.max(EARLIEST, to - this.backOff) };
    // What is left is not cut where the cut would be wider than a year: there is little in it.
    const width = this.width > YEAR_MS ? Number.POSITIVE_INFINITY : this.width;
    return this.oldestFirst ? { from, to: Math.min(to, from + width) } : { from: Math.max(from, to - width), to };
  }

  private without({ from, to }: Slice, slice: Slice): Slice | null {
    const rest = this.oldestFirst ? { from: slice.to + 1, to } : { from, to: slice.from - 1 };
    // Below an open beginning there is nothing, though -Infinity <= -Infinity.
    return rest.to > Number.NEGATIVE_INFINITY && rest.from <= rest.to ? rest : null;
  }

  private narrow(slice: Slice): void {
    if (this.oldestFirst && slice.from === Number.NEGATIVE_INFINITY) {
      // Where the beginning is unknown it is looked for from the end: most accounts are years old, not decades.
      this.backOff = this.backOff === 0 ? YEAR_MS : this.backOff * 2;
      return;
    }
    this.tooWide = Math.min(this.tooWide, widthOf(slice));
    this.width = Math.max(this.list.narrowestMs, Math.min(this.width, this.tooWide) / GROWTH);
  }
}
