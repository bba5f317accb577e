import { CallOrder } from '../../model/call-order.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { Look, Looking } from './beginning-search.js';
import { type LearnedList, widthFor } from './learned-list.js';
import { OpenBeginning } from './open-beginning.js';
import { ReadAhead } from './read-ahead.js';
import { EARLIEST, isWithin, type ReadSlice, type Slice, type SliceAnswer, widthOf } from './slice.js';

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

/** A vendor's list that is read in time slices. */
export interface SlicedList {
  /** Reads a slice. With `mustRead` the slice cannot be narrowed further, so 'too many' is not allowed. @throws ProviderError */
  readonly read: (slice: Slice, mustRead: boolean, context: UpstreamContext) => Promise<SliceAnswer>;
  /** The resolution of the vendor's time filter, in milliseconds. */
  readonly narrowestMs: number;
  /** The vendor filters by whole days, so that a slice that begins and ends with one reads no day in vain. */
  readonly isByDay?: boolean;
  /** A slice with too many calls costs as much as can be read, since the vendor neither counts nor pages them. */
  readonly isUnpaged?: boolean;
  readonly learned: LearnedList;
  readonly contacts?: readonly string[] | undefined;
  /** How many calls it keeps for later slices. Absent if it keeps none. */
  readonly held?: () => number;
  /** The graph filters the vendor's answers, so wanted calls are sparser than the list. */
  readonly isSparse?: boolean;
}

/**
 * A source for a vendor that promises no order. It reads whole time slices and sorts each one here.
 * A slice with too many calls is narrowed; after one with too few calls the next slice is wider. The calls of a slice
 * are returned in parts, since a page may need few of them.
 */
export class TimeSlicedSource implements ListSource {
  readonly contacts?: readonly string[];
  private readonly oldestFirst: boolean;
  /** Null unless the walk is from an unknown beginning to newer calls. */
  private readonly beginning: OpenBeginning | null;
  private hasBegun = false;
  /** How many calls the slices are for. */
  private readonly wanted: number;
  /** The width of the next slice. */
  private width = 0;
  /** A slice of this width had too many calls. */
  private tooWide = Number.POSITIVE_INFINITY;
  /** How many slices had too few calls for a page. */
  private sparse = 0;
  /** The far end of the last slice that had too many calls. */
  private crowdedEnd: number | null = null;
  private left: Slice | null;
  /** How many calls were read. */
  private read = 0;
  private readonly ahead: ReadAhead;
  /** Where the last slice ends, in epoch milliseconds. */
  private readTo: number;
  /** How many calls were returned. */
  private returned = 0;

  constructor(
    private readonly walk: Walk,
    private readonly list: SlicedList,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.left = walk.from <= walk.to ? { from: Math.floor(walk.from), to: Math.ceil(walk.to) } : null;
    this.wanted = list.isSparse ? Math.max(walk.wanted, SPARSE_WANTED) : walk.wanted;
    const { learned, isUnpaged = false } = list;
    this.beginning = this.oldestFirst && walk.from === Number.NEGATIVE_INFINITY ? new OpenBeginning({ to: walk.to, wanted: this.wanted, learned, isUnpaged }) : null;
    this.ahead = new ReadAhead(walk.order);
    this.readTo = this.oldestFirst ? walk.from : walk.to;
    if (list.contacts) this.contacts = list.contacts;
  }

  get readAhead(): number {
    return this.ahead.size;
  }

  get held(): number {
    return this.ahead.size + (this.list.held?.() ?? 0);
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    if (this.ahead.size > 0) return { ...this.part(), unreadable: 0 };
    await this.begin(context);
    for (;;) {
      const { left } = this;
      if (!left) return { calls: [], exhausted: true, readTo: this.oldestFirst ? this.walk.to : this.walk.from, unreadable: 0 };
      const slice = this.cut(left);
      const answer = await this.list.read(slice, widthOf(slice) <= this.narrowest, context);
      if (answer === 'too many') {
        await this.narrow(slice, context);
        continue;
      }
      const dated = timesIn(slice, answer);
      this.learn(slice, dated);
      this.left = this.without(left, slice);
      this.readTo = this.oldestFirst ? slice.to : slice.from;
      this.ahead.hold(answer.calls.filter((call) => call.isTimeless || isWithin(slice, call)));
      return { ...this.part(), unreadable: answer.unreadable, mayBeIncomplete: answer.mayBeIncomplete ?? false };
    }
  }

  /** Sizes the first slice. After an error it is tried again. */
  private async begin(context: UpstreamContext): Promise<void> {
    if (this.hasBegun) return;
    const { learned } = this.list;
    await learned.recall(this.walk.order);
    this.width = this.suggested;
    await this.beginning?.find(this.width, this.lookWithin(context));
    this.narrowToBeginning();
    this.hasBegun = true;
  }

  private get suggested(): number {
    return this.list.learned.suggest(this.walk.order, this.wanted);
  }

  private lookWithin(context: UpstreamContext): Looking {
    const read: Look = async (slice) => {
      const answer = await this.list.read(slice, false, context);
      return answer === 'too many' ? answer : timesIn(slice, answer);
    };
    return { read, signal: context.signal };
  }

  /** No slice is wider than the time in which many calls are expected. */
  private narrowToBeginning(): void {
    const { withinMs = null } = this.beginning ?? {};
    if (withinMs === null) return;
    const within = Math.max(this.narrowest, withinMs);
    this.width = Math.min(within, this.suggested);
    this.tooWide = 2 * within;
  }

  /** The next calls of the slice: enough for a page, then as many again as were returned so far. */
  private part(): Pick<ListBatch, 'calls' | 'exhausted' | 'readTo'> {
    const calls = this.ahead.take(Math.max(1, this.walk.wanted, this.returned));
    this.returned += calls.length;
    return { calls, exhausted: this.left === null && this.ahead.size === 0, readTo: this.ahead.from ?? this.readTo };
  }

  private cut({ from, to }: Slice): Slice {
    if (this.beginning && from === Number.NEGATIVE_INFINITY) return { from, to: Math.min(to, Math.max(EARLIEST, Math.ceil(this.endOfDay(this.beginning.end)))) };
    // Slices wider than a year mean few calls: read all that is left at once.
    const width = Math.min(this.width > YEAR_MS ? Number.POSITIVE_INFINITY : this.width, this.crowded(from, to));
    // In whole milliseconds, so that the next slice begins with the next one.
    return this.oldestFirst ? { from, to: Math.min(to, Math.ceil(this.endOfDay(from + width))) } : { from: Math.max(from, Math.floor(this.startOfDay(to - width))), to };
  }

  /** At most half of the way to the end of the slice that had too many calls. No limit if there is none ahead. */
  private crowded(from: number, to: number): number {
    if (this.crowdedEnd === null) return Number.POSITIVE_INFINITY;
    const distance = this.oldestFirst ? this.crowdedEnd - from : to - this.crowdedEnd;
    return distance > 0 ? Math.max(this.narrowest, distance / 2) : Number.POSITIVE_INFINITY;
  }

  private get narrowest(): number {
    return Math.max(ONE_MS, this.list.narrowestMs, this.list.isByDay ? DAY_MS : 0);
  }

  private startOfDay(instant: number): number {
    return this.list.isByDay && Number.isFinite(instant) ? Math.floor(instant / DAY_MS) * DAY_MS : instant;
  }

  private endOfDay(instant: number): number {
    return this.list.isByDay && Number.isFinite(instant) ? (Math.floor(instant / DAY_MS) + 1) * DAY_MS - 1 : instant;
  }

  private without({ from, to }: Slice, slice: Slice): Slice | null {
    const rest = this.oldestFirst ? { from: slice.to + 1, to } : { from, to: slice.from - 1 };
    // Nothing is left before an open beginning, although -Infinity <= -Infinity.
    return rest.to > Number.NEGATIVE_INFINITY && rest.from <= rest.to ? rest : null;
  }

  /** Learns from the times of the calls of a slice. Calls without a time come with every slice, so they are not among them. */
  private learn(slice: Slice, times: readonly number[]): void {
    this.list.learned.learn(this.walk.order, slice, times.length);
    // Where many calls are expected, a width that is too wide stays so, although there are none yet.
    const expectsMany = this.beginning !== null && this.beginning.withinMs !== null;
    this.beginning?.learn(slice, times);
    this.read += times.length;
    // A slice with an open beginning says nothing of the next one's width.
    if (!Number.isFinite(slice.from)) return;
    this.widen(slice, times.length);
    // Calls have become sparse here, so a width that was too wide before may now be fine.
    if (times.length < this.walk.wanted && !(expectsMany && times.length === 0)) this.tooWide *= GROWTH;
  }

  /** Sizes the next slice. It has no use if the page is full; a walk that continues has slices for several pages. */
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

  private async narrow(slice: Slice, context: UpstreamContext): Promise<void> {
    if (this.beginning && slice.from === Number.NEGATIVE_INFINITY) {
      this.tooWide = Number.POSITIVE_INFINITY;
      await this.beginning.findEarlier(this.lookWithin(context));
      this.narrowToBeginning();
      return;
    }
    this.crowdedEnd = this.oldestFirst ? slice.to : Math.max(EARLIEST, slice.from);
    this.tooWide = Math.min(this.tooWide, widthOf(slice));
    // By day, the slice is widened to whole days when it is cut, so a small width gives one day.
    this.width = Math.max(this.list.isByDay ? 0 : this.list.narrowestMs, Math.min(this.width, this.tooWide) / GROWTH);
  }
}

/** When the calls of a slice were created, in epoch milliseconds. */
function timesIn(slice: Slice, { calls }: ReadSlice): number[] {
  return calls.filter((call) => !call.isTimeless && isWithin(slice, call)).map(({ createdAt }) => createdAt.getTime());
}
