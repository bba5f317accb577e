import { CallOrder } from '../../model/call-order.js';
import { compareCalls } from '../../model/feed-order.js';
import type { Batch, CallSource, UpstreamContext, Walk } from '../provider.js';
import { isNarrowest, isWithin, NARROWEST_MS, type Slice, type SliceAnswer } from './slice.js';
import type { SliceWidths } from './slice-widths.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const GROWTH = 5;
/** Slices wider than this are not cut at all any more: the rest is asked for at once. */
const WIDEST_MS = 366 * DAY_MS;
/** No vendor of ours is older. Where the beginning is unknown, narrowing reckons from here. */
const EARLIEST = Date.UTC(2010, 0, 1);

/**
 * A source over a vendor that answers in no promised order: it is asked for slices of time, each read
 * whole and sorted here. A slice that turns out too large is narrowed, one that brings too little is
 * followed by a wider one.
 */
export class TimeSlicedSource implements CallSource {
  private readonly oldestFirst: boolean;
  private width: number;
  private left: Slice | null;

  /** `read` asks the vendor. @throws ProviderError from there. */
  constructor(
    private readonly walk: Walk,
    private readonly read: (slice: Slice, context: UpstreamContext) => Promise<SliceAnswer>,
    private readonly widths: SliceWidths,
    readonly contacts?: readonly string[],
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    // Where the beginning is unknown there is no first month to begin with: all is asked for, and narrowed.
    this.width = this.oldestFirst && walk.from === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : widths.suggest(walk.wanted);
    this.left = walk.from <= walk.to ? { from: walk.from, to: walk.to } : null;
  }

  async next(context: UpstreamContext): Promise<Batch> {
    const { left } = this;
    if (!left) return { calls: [], exhausted: true, readTo: this.oldestFirst ? this.walk.to : this.walk.from, unreadable: 0 };
    const slice = this.cut(left);
    const answer = await this.read(slice, context);
    if (answer === 'too many' && this.narrow(slice)) return this.next(context);
    if (answer === 'too many') throw new Error('A slice of the narrowest width is read whole, whatever it holds.');
    const calls = answer.calls.filter((call) => call.isTimeless || isWithin(slice, call)).sort((a, b) => compareCalls(this.walk.order, a, b));
    this.widths.learn(slice, calls.length);
    // A walk that goes on is worth wider slices; one page is mostly served by the first.
    if (calls.length < 2 * this.walk.wanted) this.width *= GROWTH;
    this.left = this.without(left, slice);
    return { calls, exhausted: this.left === null, readTo: this.oldestFirst ? slice.to : slice.from, unreadable: answer.unreadable };
  }

  private cut({ from, to }: Slice): Slice {
    const width = this.width > WIDEST_MS ? Number.POSITIVE_INFINITY : this.width;
    return this.oldestFirst ? { from, to: Math.min(to, Math.max(from, EARLIEST) + width) } : { from: Math.max(from, to - width), to };
  }

  private without({ from, to }: Slice, slice: Slice): Slice | null {
    const rest = this.oldestFirst ? { from: slice.to + 1, to } : { from, to: slice.from - 1 };
    // Below an open beginning there is nothing, though -Infinity <= -Infinity.
    return rest.to > Number.NEGATIVE_INFINITY && rest.from <= rest.to ? rest : null;
  }

  private narrow(slice: Slice): boolean {
    if (isNarrowest(slice)) return false;
    const width = slice.to - Math.max(slice.from, EARLIEST);
    this.width = Math.max(NARROWEST_MS, Math.min(width, WIDEST_MS * GROWTH) / GROWTH);
    return true;
  }
}
