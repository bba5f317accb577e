/** Between two samples of a vendor's rows, in milliseconds. */
const SAMPLED_FOR_MS = 60 * 60 * 1000;

/** Has some rows of a vendor read now and then, once for everybody who needs them at the same time. */
export class Sampling {
  private sampledAt = Number.NEGATIVE_INFINITY;
  private underWay: Promise<unknown> | null = null;

  /** `now`: epoch milliseconds. */
  constructor(private readonly now: () => number) {}

  /** Reads a sample unless there is one. @throws whatever reading throws; then there is none yet */
  async once(read: () => Promise<unknown>): Promise<void> {
    if (this.now() < this.sampledAt + SAMPLED_FOR_MS) return;
    this.underWay ??= read().finally(() => (this.underWay = null));
    await this.underWay;
    this.sampledAt = this.now();
  }
}
