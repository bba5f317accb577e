import type { Call } from '../../model/call.js';
import type { CallOrder } from '../../model/call-order.js';
import { compareTimes } from '../../model/feed-order.js';
import { callOf, type ListedCall } from './call-row.js';

/** The calls of a slice that were not returned yet, in the order of a walk. They become calls when they are returned. */
export class ReadAhead {
  private listed: readonly ListedCall[] = [];

  constructor(private readonly order: CallOrder) {}

  get size(): number {
    return this.listed.length;
  }

  /** When the first of them was created, in epoch milliseconds. Null if there are none. */
  get from(): number | null {
    return this.listed[0]?.createdAt.getTime() ?? null;
  }

  /** Replaces all. Calls without a time come first: their place in the walk is not known. */
  hold(listed: readonly ListedCall[]): void {
    this.listed = [...listed].sort((a, b) => Number(b.isTimeless) - Number(a.isTimeless) || compareTimes(this.order, a, b));
  }

  /** Removes the first calls, at least `count` if there are so many, and returns them. Those of one instant stay together. */
  take(count: number): Call[] {
    let end = Math.min(count, this.listed.length);
    while (end > 0 && end < this.listed.length && this.listed[end]?.createdAt.getTime() === this.listed[end - 1]?.createdAt.getTime()) end += 1;
    const taken = this.listed.slice(0, end);
    // What was returned must not stay in memory.
    this.listed = this.listed.slice(end);
    return taken.map(callOf);
  }
}
