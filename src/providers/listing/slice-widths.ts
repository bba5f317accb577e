import { CallOrder } from '../../model/call-order.js';
import type { Walk } from '../provider.js';
import { widthFor } from './learned-list.js';
import { EARLIEST, type Slice, widthOf } from './slice.js';
import type { SlicedList } from './sliced-list.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR_MS = 366 * DAY_MS;
/** No time is finer. */
const ONE_MS = 1;
/** A slice that had too many calls is divided by this. A sparse walk multiplies its slices by it. */
const GROWTH = 5;
/** A slice without calls says little, so the next one grows by this: from an hour to a day to a month. */
const GROWTH_WITHOUT_CALLS = 31;
/** In a list that is not paged, the slice after one with too few calls is for at most this many pages. Each further one is for more, by this factor. */
const MOST_PAGES_BEHIND = 20;
const GROWTH_BEHIND = 3;
/** How many pages a slice is for once the first page is full. */
const PAGES_AHEAD = 3;
/** A walk that goes on reads as much again as it has read so far, but no more calls at once than this. */
const MOST_AHEAD = 250;
/** A walk through sparse calls sizes its slices for at least this many calls. */
const SPARSE_WANTED = 150;

/**
 * Decides where the slices of one walk end. A slice with too many calls is narrowed; after one with too few calls the
 * next slice is wider. All widths are in milliseconds.
 */
export class SliceWidths {
  /** How many calls the slices are for. */
  readonly wanted: number;
  /** No slice is narrower. */
  readonly narrowest: number;
  private readonly oldestFirst: boolean;
  /** The width of the next slice. */
  private width = 0;
  /** A slice of this width had too many calls. */
  private tooWide = Number.POSITIVE_INFINITY;
  /** The far end of the last slice that had too many calls. */
  private crowdedEnd: number | null = null;
  /** How many calls were read. */
  private read = 0;
  /** How many slices had too few calls for a page. */
  private sparse = 0;

  constructor(
    private readonly walk: Walk,
    private readonly list: SlicedList,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.wanted = list.isSparse ? Math.max(walk.wanted, SPARSE_WANTED) : walk.wanted;
    this.narrowest = Math.max(ONE_MS, list.narrowestMs, list.isByDay ? DAY_MS : 0);
  }

  /** Sizes the first slice by what is known of the list. Returns its width. */
  begin(): number {
    this.width = this.suggested;
    return this.width;
  }

  /** Many calls are expected within this time, so no slice is wider. */
  limitTo(withinMs: number): void {
    const within = Math.max(this.narrowest, withinMs);
    this.width = Math.min(within, this.suggested);
    this.tooWide = 2 * within;
  }

  /** Forgets which width was too wide, because older calls may be sparser. */
  forgetLimit(): void {
    this.tooWide = Number.POSITIVE_INFINITY;
  }

  /** The first slice of a walk from an unknown beginning: it ends here. */
  open({ from, to }: Slice, end: number): Slice {
    return { from, to: Math.min(to, Math.max(EARLIEST, Math.ceil(this.endOfDay(end)))) };
  }

  /** The next slice of what is left. */
  cut({ from, to }: Slice): Slice {
    // Slices wider than a year mean few calls: read all that is left at once.
    const width = Math.min(this.width > YEAR_MS ? Number.POSITIVE_INFINITY : this.width, this.crowded(from, to));
    // In whole milliseconds, so that the next slice begins with the next one.
    return this.oldestFirst ? { from, to: Math.min(to, Math.ceil(this.endOfDay(from + width))) } : { from: Math.max(from, Math.floor(this.startOfDay(to - width))), to };
  }

  /** Sizes the next slice after one with this many calls. `expectsMany`: many calls are expected soon after it, even if it had none. */
  learn(slice: Slice, calls: number, expectsMany: boolean): void {
    this.read += calls;
    // A slice with an open beginning says nothing of the next one's width.
    if (!Number.isFinite(slice.from)) return;
    this.widen(slice, calls);
    // Calls have become sparse here, so a width that was too wide before may now be fine.
    if (calls < this.walk.wanted && !(expectsMany && calls === 0)) this.tooWide *= GROWTH;
  }

  /** Sizes the next slice after one with too many calls. */
  narrow(slice: Slice): void {
    this.crowdedEnd = this.oldestFirst ? slice.to : Math.max(EARLIEST, slice.from);
    this.tooWide = Math.min(this.tooWide, widthOf(slice));
    // By day, the slice is widened to whole days when it is cut, so a small width gives one day.
    this.width = Math.max(this.list.isByDay ? 0 : this.list.narrowestMs, Math.min(this.width, this.tooWide) / GROWTH);
  }

  private get suggested(): number {
    return this.list.learned.suggest(this.walk.order, this.wanted);
  }

  /** The next slice has no use if the page is full; a walk that continues has slices for several pages. */
  private widen(slice: Slice, calls: number): void {
    const { wanted } = this.walk;
    const left = this.read < wanted ? wanted - this.read : Math.max(PAGES_AHEAD * wanted, Math.min(this.read, MOST_AHEAD));
    const width = this.list.isByDay ? Math.max(this.width, DAY_MS) : this.width;
    if (this.read < wanted) this.sparse += 1;
    const fitting = calls === 0 ? GROWTH_WITHOUT_CALLS * width : widthFor(left, slice, calls);
    const least = this.list.isSparse ? GROWTH * width : this.read < wanted ? GROWTH * this.width : 0;
    const wider = Math.min(GROWTH_WITHOUT_CALLS * width, Math.max(fitting, least), this.mostBehind);
    this.width = Math.max(this.width, Math.min(wider, this.tooWide / 2));
  }

  /** How wide the next slice may be. Behind a quiet night may be a busy day. No limit if no density is known. */
  private get mostBehind(): number {
    const { isUnpaged = false, learned } = this.list;
    if (!isUnpaged || this.read >= this.walk.wanted) return Number.POSITIVE_INFINITY;
    return learned.widthWith(this.walk.order, MOST_PAGES_BEHIND * this.wanted) * GROWTH_BEHIND ** (this.sparse - 1);
  }

  /** At most half of the way to the end of the slice that had too many calls. No limit if there is none ahead. */
  private crowded(from: number, to: number): number {
    if (this.crowdedEnd === null) return Number.POSITIVE_INFINITY;
    const distance = this.oldestFirst ? this.crowdedEnd - from : to - this.crowdedEnd;
    return distance > 0 ? Math.max(this.narrowest, distance / 2) : Number.POSITIVE_INFINITY;
  }

  private startOfDay(instant: number): number {
    return this.list.isByDay && Number.isFinite(instant) ? Math.floor(instant / DAY_MS) * DAY_MS : instant;
  }

  private endOfDay(instant: number): number {
    return this.list.isByDay && Number.isFinite(instant) ? (Math.floor(instant / DAY_MS) + 1) * DAY_MS - 1 : instant;
  }
}
