import { type Slice, widthOf } from './slice.js';

const HOUR_MS = 60 * 60 * 1000;
const WIDEST_MS = 31 * 24 * HOUR_MS;
/** Calls are unevenly distributed, so a slice is sized for this many times the calls that are needed. */
export const SPARE = 2;

/** How wide the first slice is before anything is known of the account, in milliseconds. */
export const FirstWidth = {
  /** All calls: a busy account has a page of them in an hour, and a quiet one costs little. */
  OF_ALL: HOUR_MS,
  /** The calls of one person, of which even a busy account has few. */
  OF_ONE_NUMBER: WIDEST_MS,
} as const;

/**
 * Learns how wide a vendor's slices should be from the number of calls that were read: an hour for a busy account, a
 * month for a quiet one. This only saves requests and rows: a bad guess costs one request more.
 */
export class SliceWidths {
  private callsPerMs: number | null = null;

  /** `narrowestMs`: the resolution of the vendor's time filter, in milliseconds. `firstMs`: the width before anything is known. */
  constructor(
    private readonly narrowestMs: number,
    private readonly firstMs: number = WIDEST_MS,
  ) {}

  /** Without calls nothing is learned: the night says little of the day. */
  learn(slice: Slice, calls: number): void {
    if (calls > 0 && Number.isFinite(slice.from)) this.callsPerMs = calls / Math.max(1, this.narrowestMs, widthOf(slice));
  }

  /** In milliseconds. */
  suggest(wanted: number): number {
    const fitting = this.callsPerMs === null ? this.firstMs : (SPARE * wanted) / this.callsPerMs;
    return Math.min(WIDEST_MS, Math.max(this.narrowestMs, fitting));
  }
}
