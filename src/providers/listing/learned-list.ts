import { CallOrder } from '../../model/call-order.js';
import { BeginningSearch } from './beginning-search.js';
import type { Beginning, ListFacts, SharedListFacts } from './list-facts.js';
import { type Slice, widthOf } from './slice.js';

const HOUR_MS = 60 * 60 * 1000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const WIDEST_MS = 31 * 24 * HOUR_MS;
/** Calls are unevenly distributed, so a slice is sized for this many times the calls that are needed. */
const SPARE = 2;
/** A slice with fewer calls says little of how busy an account can be. What is known of that fades with each such slice. */
const MANY_CALLS = 50;
const FADING = 0.98;
/** Other processes are told of a density once it is this many times another one, and not more often than this. */
const WORTH_TELLING = 2;
const TOLD_EVERY_MS = 10 * 60 * 1000;

/** How wide the first slice is before anything is known of the account, in milliseconds. */
export const FirstWidth = {
  /** All calls: a busy account has a page of them in an hour, and a quiet one costs little. */
  OF_ALL: HOUR_MS,
  /** The calls of one person, of which even a busy account has few. */
  OF_ONE_NUMBER: WIDEST_MS,
} as const;

/** How wide a slice with this many calls would be, by the number of calls in a span. In milliseconds. */
export function widthFor(wanted: number, span: Slice, calls: number): number {
  return (SPARE * wanted * widthOf(span)) / calls;
}

/**
 * Learns how wide a vendor's slices should be from the number of calls that were read: an hour for a busy account, a
 * month for a quiet one. And where the calls begin. This only saves requests and rows: a bad guess costs a few more.
 */
export class LearnedList {
  /** Kept here, so that a walk continues the search of another one. */
  readonly search = new BeginningSearch();
  private facts: ListFacts = { newest: null, oldest: null, beginning: null };
  private told = this.facts;
  private toldAt = Number.NEGATIVE_INFINITY;
  /** The highest density of late. An account is not as busy at all times. */
  private busiest = 0;
  /** The latest instant that was read, and when. A clock may have been ahead. */
  private latest = Number.NEGATIVE_INFINITY;
  private latestAt = Number.NEGATIVE_INFINITY;

  /**
   * `narrowestMs`: the resolution of the vendor's time filter, in milliseconds. `firstMs`: the width before anything is
   * known. `now`: milliseconds of a clock that never goes back.
   */
  constructor(
    private readonly narrowestMs: number,
    private readonly firstMs: number = WIDEST_MS,
    private readonly shared: SharedListFacts | null = null,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What is known of the whole list, for calls that pass a filter: those are no denser, and begin no earlier. */
  filtered(): LearnedList {
    const filtered = new LearnedList(this.narrowestMs, this.firstMs);
    filtered.facts = this.facts;
    filtered.busiest = this.busiest;
    return filtered;
  }

  /** Null if it is not known. */
  get beginning(): Beginning | null {
    return this.facts.beginning;
  }

  /** Takes over what other processes have learned, if this one knows too little for a list in this order. */
  async recall(order: CallOrder): Promise<void> {
    const { newest, oldest, beginning } = this.facts;
    const isKnown = order === CallOrder.NEWEST_FIRST ? newest !== null : oldest !== null && beginning !== null;
    const facts = isKnown ? null : await this.shared?.recall();
    if (!facts) return;
    this.told = facts;
    this.facts = { newest: this.facts.newest ?? facts.newest, oldest: this.facts.oldest ?? facts.oldest, beginning: this.facts.beginning ?? facts.beginning };
  }

  /** Without calls nothing is learned: the night says little of the day. Nor is anything learned of the newest calls from those before the last week. */
  learn(order: CallOrder, slice: Slice, calls: number): void {
    this.noteLatest(slice.to);
    const isOld = order === CallOrder.NEWEST_FIRST && slice.to < this.latest - WEEK_MS;
    if (calls === 0 || !Number.isFinite(slice.from) || isOld) return;
    const density = calls / Math.max(1, this.narrowestMs, widthOf(slice));
    this.facts = { ...this.facts, ...(order === CallOrder.NEWEST_FIRST ? { newest: density } : { oldest: density }) };
    if (calls >= MANY_CALLS) this.busiest = Math.max(density, FADING * this.busiest);
    const isWorthIt = differ(this.facts.newest, this.told.newest) || differ(this.facts.oldest, this.told.oldest);
    if (isWorthIt && this.now() - this.toldAt >= TOLD_EVERY_MS) this.tell();
  }

  private noteLatest(instant: number): void {
    if (instant < this.latest && this.now() - this.latestAt < HOUR_MS) return;
    this.latest = instant;
    this.latestAt = this.now();
  }

  learnBeginning(beginning: Beginning): void {
    const { at, withinMs } = this.facts.beginning ?? {};
    if (beginning.at === at && beginning.withinMs === withinMs) return;
    this.facts = { ...this.facts, beginning };
    this.tell();
  }

  /** The width of a first slice, in milliseconds. Mostly the oldest calls are no denser than the newest. */
  suggest(order: CallOrder, wanted: number): number {
    const density = this.densityFor(order);
    const fitting = density === null ? this.firstMs : (SPARE * wanted) / density;
    return Math.min(WIDEST_MS, Math.max(this.narrowestMs, fitting));
  }

  /** In which time there are about this many calls where the account is busy, in milliseconds. Infinite if nothing is known. */
  widthWith(order: CallOrder, calls: number): number {
    const density = Math.max(this.busiest, this.densityFor(order) ?? 0);
    return density === 0 ? Number.POSITIVE_INFINITY : Math.max(this.narrowestMs, calls / density);
  }

  private densityFor(order: CallOrder): number | null {
    const { newest, oldest } = this.facts;
    return order === CallOrder.NEWEST_FIRST ? newest : (oldest ?? newest);
  }

  private tell(): void {
    this.told = this.facts;
    this.toldAt = this.now();
    this.shared?.keep(this.facts);
  }
}

function differ(density: number | null, told: number | null): boolean {
  if (density === null || told === null) return density !== told;
  return density > WORTH_TELLING * told || density < told / WORTH_TELLING;
}
