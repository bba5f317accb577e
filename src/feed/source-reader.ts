import type { Call } from '../model/call.js';
import { CallOrder } from '../model/call-order.js';
import { compareCalls, comparePlaces, type FeedKey, keyOf, startOf } from '../model/feed-order.js';
import { newerOf } from '../model/newest-version.js';
import type { ListSource } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/** Which calls of a source belong to a walk. */
export interface Reading {
  readonly order: CallOrder;
  /** `at`: where the walk begins, in epoch milliseconds. `after`: the call after which it begins. */
  readonly start: { readonly at: number; readonly after: FeedKey | null };
  readonly passes: (call: Call) => boolean;
  /** Whether a call was already returned, from this source or another one. */
  readonly wasReturned: (call: Call) => boolean;
  /** Whether a call was created before the walk began, by the provider's clock. */
  readonly isInTime: (call: Call) => boolean;
  /** Whether a call is dated in the future, even by the provider's clock as observed. */
  readonly isAhead: (call: Call) => boolean;
}

/**
 * Reads one source, at most one batch ahead. Knows the next call, or a bound for its position. Leaves out calls
 * before the start and calls that don't match. Returns each call once, in its newest version.
 */
export class SourceReader {
  /** How many rows of this page could not be read as calls. */
  unreadable = 0;
  /** The list changed while it was read, so calls of this page may be missing. */
  mayBeIncomplete = false;
  /** Why the source left out calls of this page. Null if it did not. */
  leftOut: string | null = null;
  /** How many calls of this page are dated later than now. */
  ahead = 0;
  private buffer: Call[] = [];
  /** Calls without any time, by providerCallId. They sort as 1970. */
  private readonly timeless = new Map<string, Call>();
  private isFirst = true;
  private exhausted = false;
  private readTo: number;
  private last: FeedKey | null;

  constructor(
    private readonly source: ListSource,
    private readonly reading: Reading,
  ) {
    this.readTo = reading.start.at;
    this.last = reading.start.after;
  }

  /** The next call, if it is known. */
  get head(): Call | undefined {
    return this.buffer[0];
  }

  /** No further call of this source sorts before this position. Null if there are no more calls. */
  get bound(): FeedKey | null {
    const { head } = this;
    if (head) return keyOf(head);
    return this.exhausted ? null : startOf(this.readTo, this.reading.order);
  }

  /** How many calls without any time were read but not returned. They come last, or arrived after their position. */
  get undated(): number {
    return this.timeless.size;
  }

  /** How many calls are held in memory. */
  get held(): number {
    return this.buffer.length + this.timeless.size + (this.source.held ?? 0);
  }

  /** How many calls the source has without a request. */
  get readAhead(): number {
    return this.source.readAhead ?? 0;
  }

  beginPage(): void {
    this.unreadable = 0;
    this.mayBeIncomplete = false;
    this.leftOut = null;
    this.ahead = 0;
  }

  take(): Call | undefined {
    const call = this.buffer.shift();
    if (call) this.last = keyOf(call);
    return call;
  }

  /** The buffered version of a call. */
  versionOf({ providerCallId }: Call): Call | undefined {
    return this.buffer.find((call) => call.providerCallId === providerCallId);
  }

  /** Removes a call that another source returned. */
  drop({ providerCallId }: Call): void {
    const index = this.buffer.findIndex((call) => call.providerCallId === providerCallId);
    if (index >= 0) this.buffer.splice(index, 1);
  }

  /** Reads the source's next batch. @throws ProviderError */
  async fill(context: UpstreamContext): Promise<void> {
    const batch = await this.source.next(context);
    this.unreadable += batch.unreadable;
    this.mayBeIncomplete ||= batch.mayBeIncomplete ?? false;
    this.leftOut ??= batch.leftOut ?? null;
    this.readTo = batch.readTo;
    this.exhausted = batch.exhausted;
    const held = new Map(this.buffer.map((call) => [call.providerCallId, call]));
    for (const call of [...batch.calls].sort((a, b) => compareCalls(this.reading.order, a, b))) this.add(call, held);
    this.isFirst = false;
    if (!this.exhausted || this.reading.order === CallOrder.OLDEST_FIRST) return;
    this.buffer.push(...[...this.timeless.values()].sort((a, b) => compareCalls(this.reading.order, a, b)));
    this.timeless.clear();
  }

  private add(call: Call, held: Map<string, Call>): void {
    const earlier = held.get(call.providerCallId);
    if (this.reading.wasReturned(call) || (earlier && newerOf(earlier, call) === earlier)) return;
    if (earlier) this.drop(earlier);
    if (!this.reading.isInTime(call)) {
      if (this.reading.isAhead(call)) this.ahead += 1;
      return;
    }
    if (!this.reading.passes(call)) return;
    // Newest first, calls without a time come last. Oldest first, they come first, so only the first batch can have them.
    const isTooLate = call.isTimeless && this.reading.order === CallOrder.OLDEST_FIRST && !this.isFirst;
    const waits = call.isTimeless && this.reading.order === CallOrder.NEWEST_FIRST && this.isNew(call);
    if (waits || isTooLate) {
      this.timeless.set(call.providerCallId, call);
    } else if (this.isNew(call)) {
      held.set(call.providerCallId, call);
      this.buffer.push(call);
    }
  }

  private isNew(call: Call): boolean {
    return this.last === null || comparePlaces(this.reading.order, keyOf(call), this.last) > 0;
  }
}
