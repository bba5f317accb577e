import type { Call } from '../model/call.js';
import type { CallOrder } from '../model/call-order.js';
import type { AccountName } from '../model/account.js';
import { comparePlaces, type FeedKey, keyOf } from '../model/feed-order.js';
import type { FeedPosition } from './cursor.js';
import type { AccountStream } from './account-stream.js';

/** A walk that continues from page to page. */
export interface FeedWalk {
  /** When it began, in epoch milliseconds. Later calls are not part of it. */
  readonly asOf: number;
  /** The accounts that were there when it began. */
  readonly accounts: readonly AccountName[];
  readonly streams: readonly AccountStream[];
}

/**
 * The position of a walk after each call of a page. Every account is at that call, except those that failed
 * (they are where they stopped) and those that still catch up after an earlier failure.
 */
export class PagePositions {
  constructor(
    private readonly walk: FeedWalk,
    private readonly order: CallOrder,
    private readonly start: FeedPosition,
    private readonly calls: readonly Call[],
  ) {}

  /** The position after the call at `index`. -1 is before the first call. */
  after(index: number): FeedPosition {
    const call = this.calls[index];
    const here = call && keyOf(call);
    const reached = this.further(this.start.after, here);
    const resumeAt: Record<AccountName, FeedKey | null> = {};
    for (const stream of this.walk.streams) {
      const place = stream.failure ? this.placeOfFailed(stream, index) : this.further(stream.pageStart, here);
      if (!isSame(place, reached)) resumeAt[stream.account] = place;
    }
    const undated = Object.fromEntries(this.walk.streams.flatMap((stream) => (stream.undated > 0 ? [[stream.account, stream.undated]] : [])));
    return { asOf: this.walk.asOf, after: reached, resumeAt, undated, accounts: this.walk.accounts };
  }

  /** The position at which the next page begins. */
  atEnd(): FeedPosition & { readonly stalled: number } {
    const hasFailed = this.walk.streams.some(({ failure }) => failure);
    const isStalled = hasFailed && this.calls.length === 0 && !this.failedMovedOn();
    return { ...this.after(this.calls.length - 1), stalled: isStalled ? (this.start.stalled ?? 0) + 1 : 0 };
  }

  /** Whether a failed account progressed on this page, so that another request will bring more. */
  private failedMovedOn(): boolean {
    return this.walk.streams.some(({ failure, position, pageStart }) => failure && !isSame(position, pageStart));
  }

  private placeOfFailed(stream: AccountStream, index: number): FeedKey | null {
    const isOwn = (call: Call) => call.account === stream.account;
    if (!this.calls.some((call, at) => at > index && isOwn(call))) return stream.position;
    const lastOwn = this.calls.findLast((call, at) => at <= index && isOwn(call));
    return lastOwn ? keyOf(lastOwn) : stream.pageStart;
  }

  private further(a: FeedKey | null, b: FeedKey | undefined): FeedKey | null {
    if (!a || !b) return b ?? a;
    return comparePlaces(this.order, a, b) > 0 ? a : b;
  }
}

function isSame(a: FeedKey | null, b: FeedKey | null): boolean {
  return a?.createdAt === b?.createdAt && a?.id === b?.id;
}
