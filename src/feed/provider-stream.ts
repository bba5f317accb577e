import type { Call } from '../model/call.js';
import type { CallOrder } from '../model/call-order.js';
import type { CallProviderName } from '../model/call-provider.js';
import { comparePlaces, type FeedKey, keyOf } from '../model/feed-order.js';
import type { UpstreamContext } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import type { SourceReader } from './source-reader.js';

/**
 * One provider's part of a walk: the union of its sources. When one of them fails the provider stops for
 * this page, since what it would have handed over next is not known.
 */
export class ProviderStream {
  failure: ProviderError | null = null;
  private lastTaken: FeedKey | null = null;

  constructor(
    readonly provider: CallProviderName,
    private readonly order: CallOrder,
    private readonly readers: readonly SourceReader[],
    private start: FeedKey | null,
  ) {}

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

  get undated(): number {
    return this.readers.reduce((sum, { undated }) => sum + undated, 0);
  }

  get held(): number {
    return this.readers.reduce((sum, { held }) => sum + held, 0);
  }

  /** Forgets the last page's failure, so that a new page asks again from where it stopped. */
  beginPage(): void {
    this.start = this.position;
    this.failure = null;
    for (const reader of this.readers) reader.unreadable = 0;
  }

  /** Takes the head from every source that has it: the same call may come from several. */
  take(): Call | undefined {
    const { head } = this;
    if (!head) return undefined;
    for (const reader of this.readers) if (reader.head?.id === head.id) reader.take();
    this.lastTaken = keyOf(head);
    return head;
  }

  /** Asks for more wherever the next call is not known yet. A failure is kept, not thrown. */
  async fill(context: UpstreamContext): Promise<void> {
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
