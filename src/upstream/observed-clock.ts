import type { IncomingHttpHeaders } from 'node:http';

/** Bounds for how far a vendor's clock is ahead of ours, in milliseconds. Negative if it is behind. */
export interface ClockSkew {
  readonly least: number;
  readonly most: number;
}

/** The Date header has whole seconds. */
const SECOND_MS = 1000;
/** Older observations are replaced, because clocks drift and are set. */
const OBSERVED_FOR_MS = 5 * 60 * 1000;

/** Estimates a vendor's clock from the Date headers of its responses. The vendor sets Date between request and response. */
export class ObservedClock {
  private observed: { readonly skew: ClockSkew; readonly at: number } | null = null;

  /** `sentAt` and `answeredAt` are epoch milliseconds by our clock. */
  observe({ date }: IncomingHttpHeaders, sentAt: number, answeredAt: number): void {
    const vendorTime = Date.parse(date ?? '');
    if (Number.isNaN(vendorTime)) return;
    const seen = { least: vendorTime - answeredAt, most: vendorTime + SECOND_MS - sentAt };
    const known = this.observed && answeredAt - this.observed.at < OBSERVED_FOR_MS ? this.observed.skew : null;
    const both = known && { least: Math.max(seen.least, known.least), most: Math.min(seen.most, known.most) };
    // Contradicting observations mean that a clock was set.
    if (both && both.least <= both.most) this.observed = { skew: both, at: this.observed?.at ?? answeredAt };
    else this.observed = { skew: seen, at: answeredAt };
  }

  get skew(): ClockSkew | null {
    return this.observed?.skew ?? null;
  }
}
