import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** However much comes: who came first has waited long enough by then, in milliseconds. */
const LONGEST_MS = 250;
/** A busy process may be taking in what belongs to the batch for so long without adding to it, in milliseconds. */
const PATIENCE_MS = 25;
/** Part of the time that the process did something else than wait. */
const BUSY = 0.9;

/**
 * Gathers what comes within a few milliseconds, and hands it over together. A process that is busy taking
 * more in could do nothing with an answer: then it goes on gathering, so that a burst of clients fills its
 * batches.
 */
export class Gathering<T> {
  private batch: T[] = [];
  private grewAt = 0;

  constructor(
    private readonly windowMs: number,
    /** A batch is handed over as soon as it has so many. */
    private readonly most: number,
    private readonly handOver: (batch: readonly T[]) => void,
  ) {}

  add(member: T): void {
    const { batch } = this;
    batch.push(member);
    this.grewAt = performance.now();
    if (batch.length >= this.most) this.close();
    else if (batch.length === 1) this.lookLater(batch, this.grewAt);
  }

  private lookLater(batch: readonly T[], began: number): void {
    const before = performance.eventLoopUtilization();
    setTimeout(() => {
      // It was full in the meantime, and is gone.
      if (batch !== this.batch) return;
      const now = performance.now();
      const mayGrow = now - began < LONGEST_MS && now - this.grewAt < PATIENCE_MS;
      if (mayGrow && isBusySince(before)) this.lookLater(batch, began);
      else this.close();
    }, this.windowMs);
  }

  private close(): void {
    const { batch } = this;
    this.batch = [];
    this.handOver(batch);
  }
}

function isBusySince(before: EventLoopUtilization): boolean {
  return performance.eventLoopUtilization(before).utilization > BUSY;
}
