import type { Call } from '../../model/call.js';
import { CallOrder } from '../../model/call-order.js';
import { compareCalls } from '../../model/feed-order.js';
import { callOf, type ListedCall } from './call-row.js';

/** The calls of a slice that were not returned yet, in the order of a walk. They become calls when they are returned. */
export class ReadAhead {
  private listed: readonly ListedCall[] = [];
  private next = 0;

  constructor(private readonly order: CallOrder) {}

  get size(): number {
    return this.listed.length - this.next;
  }

  /** When the first of them was created, in epoch milliseconds. Null if there are none. */
  get from(): number | null {
    return this.listed[this.next]?.createdAt.getTime() ?? null;
  }

  /** Replaces all. Calls without a time come first: their place in the walk is not known. */
  hold(listed: readonly ListedCall[]): void {
    const direction = this.order === CallOrder.NEWEST_FIRST ? -1 : 1;
    this.listed = [...listed].sort((a, b) => Number(b.isTimeless) - Number(a.isTimeless) || direction * (a.createdAt.getTime() - b.createdAt.getTime()));
    this.next = 0;
  }

  /** Removes the first calls, at least `count` if there are so many, and returns them. Those of one instant stay together, to be sorted by their ids. */
  take(count: number): Call[] {
    const start = this.next;
    let end = Math.min(start + count, this.listed.length);
    while (end > start && this.listed[end]?.createdAt.getTime() === this.listed[end - 1]?.createdAt.getTime()) end += 1;
    this.next = end;
    const taken = this.listed.slice(start, end);
    // What was returned must not stay in memory.
    if (this.size === 0) this.hold([]);
    return taken.map(callOf).sort((a, b) => compareCalls(this.order, a, b));
  }
}
