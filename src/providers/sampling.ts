/** The least time between two samples of a vendor's rows, in milliseconds. */
const SAMPLED_FOR_MS = 60 * 60 * 1000;

/** Reads a sample of a vendor's rows from time to time. Concurrent callers share one read. */
export class Sampling {
  private sampledAt = Number.NEGATIVE_INFINITY;
  private underWay: Promise<unknown> | null = null;

  /** `now`: epoch milliseconds. */
  constructor(private readonly now: () => number) {}

  /** Reads a sample unless there is a recent one. @throws what `read` throws; the next call then reads again */
  async once(read: () => Promise<unknown>): Promise<void> {
    if (this.now() < this.sampledAt + SAMPLED_FOR_MS) return;
    this.underWay ??= read().finally(() => (this.underWay = null));
    await this.underWay;
    this.sampledAt = this.now();
  }
}
