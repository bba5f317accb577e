import { type Slice, widthOf } from './slice.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const WIDEST_MS = 31 * DAY_MS;
/** Calls are unevenly distributed, so a slice is sized for this many times the calls that are needed. */
const SPARE = 3;

/**
 * Learns how wide a vendor's slices should be from the number of calls in the last slice: days for a busy
 * account, a month for a quiet one. This only saves requests: a bad guess costs one more.
 */
export class SliceWidths {
  private callsPerMs: number | null = null;

  /** `narrowestMs`: the resolution of the vendor's time filter, in milliseconds. `firstMs`: the width before anything is known. */
  constructor(
    private readonly narrowestMs: number,
    private readonly firstMs = WIDEST_MS,
  ) {}

  learn(slice: Slice, calls: number): void {
    if (calls > 0 && Number.isFinite(slice.from)) this.callsPerMs = calls / Math.max(this.narrowestMs, widthOf(slice));
  }

  /** In milliseconds. */
  suggest(wanted: number): number {
    if (this.callsPerMs === null) return this.firstMs;
    return Math.min(WIDEST_MS, Math.max(this.narrowestMs, (SPARE * wanted) / this.callsPerMs));
  }
}
