import { type Slice, widthOf } from './slice.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST_WIDTH_MS = 31 * DAY_MS;
/** Calls come unevenly: a slice is made to hold so many times what is needed. */
const SPARE = 3;

/**
 * How wide a vendor's slices should be, learned from how many calls the last one held: a busy account is
 * asked for days, a quiet one for a month. Only a saving: a bad guess costs a request.
 */
export class SliceWidths {
  private callsPerMs: number | null = null;

  /** `narrowestMs`: what the vendor's filter can tell apart, in milliseconds. */
  constructor(private readonly narrowestMs: number) {}

  learn(slice: Slice, calls: number): void {
    if (calls > 0 && Number.isFinite(slice.from)) this.callsPerMs = calls / Math.max(this.narrowestMs, widthOf(slice));
  }

  /** In milliseconds. */
  suggest(wanted: number): number {
    if (this.callsPerMs === null) return FIRST_WIDTH_MS;
    return Math.min(FIRST_WIDTH_MS, Math.max(this.narrowestMs, (SPARE * wanted) / this.callsPerMs));
  }
}
