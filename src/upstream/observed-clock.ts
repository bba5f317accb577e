import type { IncomingHttpHeaders } from 'node:http';

/** How far a vendor's clock is ahead of ours, in milliseconds: between two bounds. Negative where it is behind. */
export interface ClockSkew {
  readonly least: number;
  readonly most: number;
}

/** The header Date has whole seconds. */
const SECOND_MS = 1000;
/** Clocks drift and are set: what was observed longer ago is replaced by what comes. */
const OBSERVED_FOR_MS = 5 * 60 * 1000;

/** What a vendor's clock says, as its answers tell: the header Date is between the request and its answer. */
export class ObservedClock {
  private observed: { readonly skew: ClockSkew; readonly at: number } | null = null;

  /** Instants in epoch milliseconds by our clock. */
  observe({ date }: IncomingHttpHeaders, sentAt: number, answeredAt: number): void {
    const said = Date.parse(date ?? '');
    if (Number.isNaN(said)) return;
    const seen = { least: said - answeredAt, most: said + SECOND_MS - sentAt };
    const known = this.observed && answeredAt - this.observed.at < OBSERVED_FOR_MS ? this.observed.skew : null;
    const both = known && { least: Math.max(seen.least, known.least), most: Math.min(seen.most, known.most) };
    // Observations that contradict each other: the clock was set.
    if (both && both.least <= both.most) this.observed = { skew: both, at: this.observed?.at ?? answeredAt };
    else this.observed = { skew: seen, at: answeredAt };
  }

  get skew(): ClockSkew | null {
    return this.observed?.skew ?? null;
  }
}
