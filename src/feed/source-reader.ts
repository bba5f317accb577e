import type { Call } from '../model/call.js';
import { CallOrder } from '../model/call-order.js';
import { compareCalls, comparePlaces, type FeedKey, keyOf, startOf } from '../model/feed-order.js';
import type { CallSource, UpstreamContext } from '../providers/provider.js';

/**
 * One source, read ahead by at most one batch: what comes next, or at least how early it can be. Calls
 * before the start or that don't pass are left out, and none is handed over twice.
 */
export class SourceReader {
  unreadable = 0;
  private buffer: Call[] = [];
  /** Calls without any time come where the order puts 1970. */
  private readonly timeless = new Map<string, Call>();
  private exhausted = false;
  private readTo: number;
  private last: FeedKey | null;

  constructor(
    private readonly source: CallSource,
    private readonly order: CallOrder,
    start: { readonly at: number; readonly after: FeedKey | null },
    private readonly passes: (call: Call) => boolean,
  ) {
    this.readTo = start.at;
    this.last = start.after;
  }

  /** The next call, where it is known. */
  get head(): Call | undefined {
    return this.buffer[0];
  }

  /** No call of this source comes before this place; null when none comes at all. */
  get bound(): FeedKey | null {
    const { head } = this;
    if (head) return keyOf(head);
    return this.exhausted ? null : startOf(this.readTo, this.order);
  }

  /** Calls without any time that are still waiting for the end. */
  get undated(): number {
    return this.exhausted ? 0 : this.timeless.size;
  }

  /** How many calls are held in memory. */
  get held(): number {
    return this.buffer.length + this.timeless.size;
  }

  take(): Call | undefined {
    const call = this.buffer.shift();
    if (call) this.last = keyOf(call);
    return call;
  }

  /** Asks the source for its next batch. @throws ProviderError */
  async fill(context: UpstreamContext): Promise<void> {
    if (this.exhausted) return;
    const batch = await this.source.next(context);
    this.unreadable += batch.unreadable;
    this.readTo = batch.readTo;
    this.exhausted = batch.exhausted;
    const calls = batch.calls.filter((call) => this.isNew(call) && this.passes(call));
    if (this.order === CallOrder.OLDEST_FIRST) {
      this.buffer.push(...calls);
      return;
    }
    for (const call of calls) if (call.isTimeless) this.timeless.set(call.id, call);
    this.buffer.push(...calls.filter((call) => !call.isTimeless));
    if (this.exhausted) this.buffer.push(...[...this.timeless.values()].sort((a, b) => compareCalls(this.order, a, b)));
  }

  private isNew(call: Call): boolean {
    return this.last === null || comparePlaces(this.order, keyOf(call), this.last) > 0;
  }
}
