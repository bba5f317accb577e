import { CallOrder } from '../../model/call-order.js';
import { BUSY_WIDTH_MS, type Looking } from './beginning-search.js';
import { type LearnedList, widthFor } from './learned-list.js';
import type { Beginning } from './list-facts.js';
import { type Slice, widthOf } from './slice.js';

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;
/** What is learned of the width of the first slice grows by this at most. */
const GROWTH = 5;
/** Whether an account is busy does not depend on the page: looks are for at least this many calls. */
const LEAST_WANTED = 50;

export interface OpenBeginningParts {
  /** Where the walk ends, in epoch milliseconds. */
  readonly to: number;
  /** How many calls the slices are for. */
  readonly wanted: number;
  readonly learned: LearnedList;
  /** A slice with too many calls costs as much as can be read. */
  readonly isUnpaged: boolean;
}

/** Where the first slice ends in a walk from an unknown beginning to newer calls. */
export class OpenBeginning {
  /** Epoch milliseconds. */
  end: number;
  /** Many calls are expected within this time after the end, and none was read yet. Null if nothing is known. */
  withinMs: number | null = null;
  private isKnownBusy = false;
  private hasCalls = false;
  private readonly wanted: number;

  constructor(private readonly parts: OpenBeginningParts) {
    this.end = parts.to;
    this.wanted = Math.max(LEAST_WANTED, parts.wanted);
  }

  /** Takes what is known of the list, or looks for its beginning. `width`: of the slice that follows a first call. @throws ProviderError */
  async find(width: number, looking: Looking): Promise<void> {
    const { learned, isUnpaged } = this.parts;
    if (learned.beginning) return this.beginAt(learned.beginning, width);
    const isQuiet = learned.suggest(CallOrder.NEWEST_FIRST, this.wanted) >= BUSY_WIDTH_MS;
    if (isUnpaged && !isQuiet) await this.search(looking);
  }

  /** The first slice had too many calls: many are older than was believed. @throws ProviderError */
  async findEarlier(looking: Looking): Promise<void> {
    const { to, isUnpaged } = this.parts;
    this.withinMs = null;
    // Most accounts are years old, not decades.
    this.end = to - Math.max(YEAR_MS, 2 * (to - this.end));
    if (!isUnpaged || this.isKnownBusy) return;
    this.isKnownBusy = true;
    await this.search(looking);
  }

  /** Learns from the times of the calls of a slice. */
  learn(slice: Slice, times: readonly number[]): void {
    if (times.length === 0) {
      // The expected calls are not there any more.
      if (this.withinMs !== null && slice.to > this.end + this.withinMs) this.withinMs = null;
      return;
    }
    const { to, learned, isUnpaged } = this.parts;
    const first = times.reduce((one, other) => Math.min(one, other));
    const isFirst = !this.hasCalls;
    this.hasCalls = true;
    if (!isUnpaged && isFirst) learned.learnBeginning({ at: first, withinMs: null });
    if (!Number.isFinite(slice.from)) return;
    // The first slice of the busy time that has calls. The next walk begins there.
    // A slice that the walk's end cuts off says nothing of its width.
    if (isUnpaged && (isFirst || this.withinMs !== null) && slice.to < to) learned.learnBeginning({ at: first - 1, withinMs: this.widthLike(slice, times.length) });
    this.withinMs = null;
  }

  /** Like this slice, but wider if it had few calls: it may have been narrow for another reason. */
  private widthLike(slice: Slice, calls: number): number {
    const width = widthOf(slice);
    return Math.min(GROWTH * width, Math.max(width, widthFor(this.wanted, slice, calls)));
  }

  private async search(looking: Looking): Promise<void> {
    const { to, learned } = this.parts;
    const found = await learned.search.find(Math.ceil(to), this.isKnownBusy, looking, (span, calls) => {
      learned.learn(CallOrder.NEWEST_FIRST, span, calls);
      return widthFor(this.wanted, span, calls);
    });
    if (!found) return;
    learned.learnBeginning(found);
    this.beginAt(found, 0);
  }

  private beginAt({ at, withinMs }: Beginning, width: number): void {
    this.end = withinMs === null ? at + width : at;
    this.withinMs = withinMs;
  }
}
