import { BeginningSearch } from './beginning-search.js';
import type { ListFacts, SharedListFacts } from './list-facts.js';
import { type Slice, widthOf } from './slice.js';

const HOUR_MS = 60 * 60 * 1000;
const WIDEST_MS = 31 * 24 * HOUR_MS;
/** Calls are unevenly distributed, so a slice is sized for this many times the calls that are needed. */
export const SPARE = 2;
/** Other processes are told of a density once it is this many times another one. */
const WORTH_TELLING = 2;

/** How wide the first slice is before anything is known of the account, in milliseconds. */
export const FirstWidth = {
  /** All calls: a busy account has a page of them in an hour, and a quiet one costs little. */
  OF_ALL: HOUR_MS,
  /** The calls of one person, of which even a busy account has few. */
  OF_ONE_NUMBER: WIDEST_MS,
} as const;

/**
 * Learns how wide a vendor's slices should be from the number of calls that were read: an hour for a busy account, a
 * month for a quiet one. And when the first call was created. This only saves requests and rows: a bad guess costs one
 * request more.
 */
export class LearnedList {
  readonly search = new BeginningSearch();
  private callsPerMs: number | null = null;
  private first: number | null = null;
  private told: ListFacts = { callsPerMs: null, beginning: null };

  /** `narrowestMs`: the resolution of the vendor's time filter, in milliseconds. `firstMs`: the width before anything is known. */
  constructor(
    private readonly narrowestMs: number,
    private readonly firstMs: number = WIDEST_MS,
    private readonly shared: SharedListFacts | null = null,
  ) {}

  /** When the first call was created, in epoch milliseconds. Null if it is not known. */
  get beginning(): number | null {
    return this.first;
  }

  /** Takes over what other processes have learned, if this one has learned nothing yet. */
  async recall(): Promise<void> {
    if (!this.shared || this.callsPerMs !== null) return;
    const facts = await this.shared.recall();
    if (!facts) return;
    this.told = facts;
    this.callsPerMs ??= facts.callsPerMs;
    this.first ??= facts.beginning;
  }

  /** Without calls nothing is learned: the night says little of the day. */
  learn(slice: Slice, calls: number): void {
    if (calls === 0 || !Number.isFinite(slice.from)) return;
    this.callsPerMs = calls / Math.max(1, this.narrowestMs, widthOf(slice));
    const change = this.callsPerMs / (this.told.callsPerMs ?? 0);
    if (change > WORTH_TELLING || change < 1 / WORTH_TELLING) this.tell();
  }

  /** A list was read from its open beginning, and this is its first call. In epoch milliseconds. */
  learnBeginning(instant: number): void {
    this.first = instant;
    if (instant !== this.told.beginning) this.tell();
  }

  /** In milliseconds. */
  suggest(wanted: number): number {
    const fitting = this.callsPerMs === null ? this.firstMs : (SPARE * wanted) / this.callsPerMs;
    return Math.min(WIDEST_MS, Math.max(this.narrowestMs, fitting));
  }

  private tell(): void {
    this.told = { callsPerMs: this.callsPerMs, beginning: this.first };
    this.shared?.keep(this.told);
  }
}
