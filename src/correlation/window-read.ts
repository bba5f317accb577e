import type { CallFilter } from '../model/call-filter.js';
import { CallOrder } from '../model/call-order.js';
import type { Call } from '../model/call.js';
import type { ListCapability, ListSource } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { Window } from './windows.js';

/** Keeps the batches small, because some providers read twenty rows for each request. */
const WANTED = 20;

/** Reads the calls of a window that pass one of some filters, a few batches at a time. */
export class WindowRead {
  readonly calls: Call[] = [];
  /** Rows could not be read, or changed while they were read. */
  isDamaged = false;
  private readonly sources: ListSource[];

  constructor(list: ListCapability, { from, to }: Window, filters: readonly CallFilter[]) {
    const createdAt = { from: new Date(from), to: new Date(to) };
    this.sources = filters.flatMap((filter) => list.plan({ ...filter, createdAt, withLegs: true }).open({ order: CallOrder.NEWEST_FIRST, from, to, wanted: WANTED }));
  }

  /** All calls of the window were read. */
  get isOver(): boolean {
    return this.sources.length === 0;
  }

  /** Reads at most so many batches that take requests. The result is how many it has read. @throws ProviderError */
  async read(most: number, context: UpstreamContext): Promise<number> {
    let reads = 0;
    for (;;) {
      const [source] = this.sources;
      if (!source || (reads >= most && !source.readAhead)) return reads;
      if (!source.readAhead) reads += 1;
      const batch = await source.next(context);
      this.calls.push(...batch.calls);
      this.isDamaged ||= batch.unreadable > 0 || batch.mayBeIncomplete === true;
      if (batch.exhausted) this.sources.shift();
    }
  }
}
