import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { CallOrder } from '../model/call-order.js';
import type { AccountName } from '../model/account.js';
import type { CallProviderName } from '../model/call-provider.js';
import { comparePlaces, type FeedKey, keyOf } from '../model/feed-order.js';
import { newerOf } from '../model/newest-version.js';
import type { ListSource } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import { type Reading, SourceReader } from './source-reader.js';

/**
 * Limits the reads of an account per page that take requests, not counting each source's first. A filter that the provider can't
 * apply may match almost nothing. The next page continues from there.
 */
const MAX_READS_PER_PAGE = 30;
/** Ids of calls that were returned lately. A row with one of them is a duplicate. */
const MAX_RETURNED_IDS = 5000;
/** An id takes about a tenth of the memory of a call. */
const IDS_PER_CALL = 10;

/** Which calls of an account's sources belong to a walk. */
export interface StreamReading extends Omit<Reading, 'wasReturned'> {
  /** How many calls without any time the walk read before it was reopened. */
  readonly undatedBefore: number;
  /** Whether the requested span reaches now by the provider's clock, as currently observed. */
  readonly reachesNow: () => boolean;
}

/**
 * One account's part of a walk: the union of its sources. If one source fails, the account stops for this
 * page, because its next call is not known.
 */
export class AccountStream {
  failure: ProviderError | null = null;
  private lastTaken: FeedKey | null = null;
  // Not `max`: LRUCache would allocate memory for all entries on every page.
  private readonly returned = new LRUCache<string, true>({ maxSize: MAX_RETURNED_IDS, sizeCalculation: () => 1 });
  private readonly readers: readonly SourceReader[];
  private readonly order: CallOrder;
  private readonly undatedBefore: number;
  readonly reachesNow: () => boolean;
  private start: FeedKey | null;
  private reads = 0;

  constructor(
    readonly account: AccountName,
    private readonly provider: CallProviderName,
    sources: readonly ListSource[],
    { undatedBefore, reachesNow, ...reading }: StreamReading,
  ) {
    this.reachesNow = reachesNow;
    const wasReturned = ({ providerCallId }: Call) => this.returned.has(providerCallId);
    this.readers = sources.map((source) => new SourceReader(source, { ...reading, wasReturned }));
    this.order = reading.order;
    this.undatedBefore = undatedBefore;
    this.start = reading.start.after;
  }

  /** No further call of this account sorts before this position. Null if there are no more calls. */
  get bound(): FeedKey | null {
    return this.next?.bound ?? null;
  }

  /** The next call, if it is known. */
  get head(): Call | undefined {
    return this.next?.head;
  }

  /** Every call up to this position was returned. The account can be read again from here. */
  get position(): FeedKey | null {
    const { bound } = this;
    const taken = this.lastTaken ?? this.start;
    if (!bound || !Number.isFinite(bound.createdAt) || this.head) return taken;
    return taken && comparePlaces(this.order, taken, bound) >= 0 ? taken : bound;
  }

  /** The position at which the page began. */
  get pageStart(): FeedKey | null {
    return this.start;
  }

  get unreadable(): number {
    return this.readers.reduce((sum, { unreadable }) => sum + unreadable, 0);
  }

  /** The list changed while it was read, so calls may be missing. */
  get mayBeIncomplete(): boolean {
    return this.readers.some(({ mayBeIncomplete }) => mayBeIncomplete);
  }

  /** Why calls were left out. Null if none were. */
  get leftOut(): string | null {
    return this.readers.find(({ leftOut }) => leftOut !== null)?.leftOut ?? null;
  }

  /** How many calls are dated later than now. */
  get ahead(): number {
    return this.readers.reduce((sum, { ahead }) => sum + ahead, 0);
  }

  /** How many calls without any time were read but not returned. */
  get undated(): number {
    return this.undatedBefore + this.readers.reduce((sum, { undated }) => sum + undated, 0);
  }

  /** The memory that it takes, as a number of calls. */
  get held(): number {
    return this.readers.reduce((sum, { held }) => sum + held, Math.ceil(this.returned.size / IDS_PER_CALL));
  }

  /** Clears the last page's failure, so that the new page continues from the position where it stopped. */
  beginPage(): void {
    this.start = this.position;
    this.failure = null;
    this.reads = 0;
    for (const reader of this.readers) reader.beginPage();
  }

  /** Removes the next call from every source and returns it. Undefined if another source has a newer version of it. */
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
    this.returned.set(call.providerCallId, true);
    return call;
  }

  /** Reads the next batch of the source that comes first. Stores a failure instead of throwing it. */
  async fill(context: UpstreamContext): Promise<void> {
    const { next } = this;
    if (!next?.readAhead) this.reads += 1;
    if (this.reads > MAX_READS_PER_PAGE) {
      this.failure = new ProviderError(this.provider, 'READ_LIMIT', `${this.provider} was read ${MAX_READS_PER_PAGE} times for this page, which is the limit. Continue with endCursor.`).at(this.account);
      return;
    }
    try {
      await next?.fill(context);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.failure = error.at(this.account);
    }
  }

  /** Reads every source once, in parallel. Stores the first failure. */
  async prime(context: UpstreamContext): Promise<void> {
    const unknown = this.readers.filter((reader) => !reader.head && reader.bound);
    const results = await Promise.allSettled(unknown.map((reader) => reader.fill(context)));
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      if (!(result.reason instanceof ProviderError)) throw result.reason;
      this.failure ??= result.reason.at(this.account);
    }
  }

  /** The source whose next call may come first. */
  private get next(): SourceReader | undefined {
    return earliest(this.readers, this.order);
  }
}

/** The stream or source whose next call may come first. Undefined if all have ended. */
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
