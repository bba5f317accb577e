import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { CallOrder } from '../model/call-order.js';
import type { CallProviderName } from '../model/call-provider.js';
import { comparePlaces, type FeedKey, keyOf } from '../model/feed-order.js';
import { newerOf } from '../model/newest-version.js';
import type { CallSource } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import { type Reading, SourceReader } from './source-reader.js';

/**
 * For one page a provider is asked so often, each source's first question not counted: a filter that it
 * can't apply may let almost nothing pass. The next page goes on from there.
 */
const MOST_READS = 30;
/** Calls that were handed over lately, by which a row that comes again is recognised. */
const MOST_REMEMBERED = 5000;
/** Such an id takes about a tenth of the memory of a call. */
const IDS_A_CALL = 10;

/** What a provider's sources are read for. */
export interface StreamReading extends Omit<Reading, 'wasHandedOver'> {
  /** Calls without any time that the walk met before it was opened anew. */
  readonly undatedBefore: number;
  /** Whether what was asked for reaches to now by the provider's clock, as far as that is known by now. */
  readonly reachesNow: () => boolean;
}

/**
 * One provider's part of a walk: the union of its sources. When one of them fails the provider stops for
 * this page, since what it would have handed over next is not known.
 */
export class ProviderStream {
  failure: ProviderError | null = null;
  private lastTaken: FeedKey | null = null;
  // By size: with `max` it would set aside memory for all of them, on every page.
  private readonly handedOver = new LRUCache<string, true>({ maxSize: MOST_REMEMBERED, sizeCalculation: () => 1 });
  private readonly readers: readonly SourceReader[];
  private readonly order: CallOrder;
  private readonly undatedBefore: number;
  readonly reachesNow: () => boolean;
  private start: FeedKey | null;
  private reads = 0;

  constructor(
    readonly provider: CallProviderName,
    sources: readonly CallSource[],
    { undatedBefore, reachesNow, ...reading }: StreamReading,
  ) {
    this.reachesNow = reachesNow;
    const wasHandedOver = ({ providerCallId }: Call) => this.handedOver.has(providerCallId);
    this.readers = sources.map((source) => new SourceReader(source, { ...reading, wasHandedOver }));
    this.order = reading.order;
    this.undatedBefore = undatedBefore;
    this.start = reading.start.after;
  }

  /** No call of this provider comes before this place; null when none comes at all. */
  get bound(): FeedKey | null {
    return this.next?.bound ?? null;
  }

  /** The next call, where it is known. */
  get head(): Call | undefined {
    return this.next?.head;
  }

  /** Up to where every call has been handed over: from there the provider can be read again. */
  get position(): FeedKey | null {
    const { bound } = this;
    const taken = this.lastTaken ?? this.start;
    if (!bound || !Number.isFinite(bound.createdAt) || this.head) return taken;
    return taken && comparePlaces(this.order, taken, bound) >= 0 ? taken : bound;
  }

  /** The place the page began at. */
  get pageStart(): FeedKey | null {
    return this.start;
  }

  get unreadable(): number {
    return this.readers.reduce((sum, { unreadable }) => sum + unreadable, 0);
  }

  /** The list changed while it was read. */
  get mayMiss(): boolean {
    return this.readers.some(({ mayMiss }) => mayMiss);
  }

  /** Calls that are dated later than now. */
  get ahead(): number {
    return this.readers.reduce((sum, { ahead }) => sum + ahead, 0);
  }

  /** Calls without any time that were met and not handed over. */
  get undated(): number {
    return this.undatedBefore + this.readers.reduce((sum, { undated }) => sum + undated, 0);
  }

  get held(): number {
    return this.readers.reduce((sum, { held }) => sum + held, Math.ceil(this.handedOver.size / IDS_A_CALL));
  }

  /** Forgets the last page's failure, so that a new page asks again from where it stopped. */
  beginPage(): void {
    this.start = this.position;
    this.failure = null;
    this.reads = 0;
    for (const reader of this.readers) reader.beginPage();
  }

  /** Takes the next call: from every source, since the same one may come from several. None where another source has a newer version of it. */
  take(): Call | undefined {
    const source = this.next;
    const call = source?.take();
    if (!call) return undefined;
    this.lastTaken = keyOf(call);
    const others = this.readers.filter((reader) => reader !== source);
    const isOutdated = others.some((reader) => {
      const other = reader.versionOf(call);
      return other && newerOf(call, other) === other && comparePlaces(this.order, keyOf(other), keyOf(call)) > 0;
    });
    if (isOutdated) return undefined;
    for (const reader of others) reader.drop(call);
    this.handedOver.set(call.providerCallId, true);
    return call;
  }

  /** Asks for more wherever the next call is not known yet. A failure is kept, not thrown. */
  async fill(context: UpstreamContext): Promise<void> {
    this.reads += 1;
    if (this.reads > MOST_READS) {
      this.failure = new ProviderError(this.provider, 'READ_LIMIT', `${this.provider} was asked ${MOST_READS} times for this page: go on with endCursor.`);
      return;
    }
    try {
      await this.next?.fill(context);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.failure = error;
    }
  }

  /** Asks every source once, at the same time. */
  async prime(context: UpstreamContext): Promise<void> {
    const unknown = this.readers.filter((reader) => !reader.head && reader.bound);
    const results = await Promise.allSettled(unknown.map((reader) => reader.fill(context)));
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      if (!(result.reason instanceof ProviderError)) throw result.reason;
      this.failure ??= result.reason;
    }
  }

  /** The source whose next call comes first. */
  private get next(): SourceReader | undefined {
    return earliest(this.readers, this.order);
  }
}

/** Of several ordered things the one that may come first; none when all have ended. */
export function earliest<T extends { readonly bound: FeedKey | null; readonly head: Call | undefined }>(
  ordered: readonly T[],
  order: CallOrder,
): T | undefined {
  let first: T | undefined;
  let firstBound: FeedKey | undefined;
  for (const one of ordered) {
    const { bound } = one;
    if (bound && (!firstBound || comparePlaces(order, bound, firstBound) < 0)) {
      first = one;
      firstBound = bound;
    }
  }
  return first;
}
