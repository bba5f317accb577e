import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** The first member never waits longer than this, in milliseconds: usually, and in a busy process. */
const MAX_WAIT_MS = 250;
const MAX_BUSY_WAIT_MS = 1000;
/** A busy process closes a batch that has not grown for this time, in milliseconds. */
const MAX_PAUSE_MS = 25;
/** Event loop utilization from which the process counts as busy. */
const BUSY_UTILIZATION = 0.9;

/**
 * Collects members for a few milliseconds and passes them on as one batch. A busy process could not handle a
 * response yet, so it continues to collect. That way a burst of clients fills the batches.
 */
export class Gathering<T> {
  private batch: T[] = [];
  private grewAt = 0;

  constructor(
    private readonly windowMs: number,
    /** A batch of this size is passed on at once. */
    private readonly maxSize: number,
    private readonly passOn: (batch: readonly T[]) => void,
    /** Whether further members are about to come. */
    private readonly isGrowing: () => boolean = () => false,
  ) {}

  add(member: T): void {
    const { batch } = this;
    batch.push(member);
    this.grewAt = performance.now();
    if (batch.length >= this.maxSize) this.close();
    else if (batch.length === 1) this.scheduleClose(batch, this.grewAt);
  }

  private scheduleClose(batch: readonly T[], began: number): void {
    const before = performance.eventLoopUtilization();
    setTimeout(() => {
      // The batch was full in the meantime and passed on.
      if (batch !== this.batch) return;
      const now = performance.now();
      const isBusy = isBusySince(before);
      const isGrowing = this.isGrowing() || (isBusy && now - this.grewAt < MAX_PAUSE_MS);
      if (isGrowing && now - began < (isBusy ? MAX_BUSY_WAIT_MS : MAX_WAIT_MS)) this.scheduleClose(batch, began);
      else this.close();
    }, this.windowMs);
  }

  private close(): void {
    const { batch } = this;
    this.batch = [];
    this.passOn(batch);
  }
}

function isBusySince(before: EventLoopUtilization): boolean {
  return performance.eventLoopUtilization(before).utilization > BUSY_UTILIZATION;
}
