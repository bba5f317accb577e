import { CallOrder } from './call-order.js';

/** What the order of a feed looks at. */
interface Placed {
  readonly createdAt: Date;
  readonly id: string;
}

/** The feed's order: by createdAt, then by id; the two orders are each other's reverse. */
export function compareCalls(order: CallOrder, a: Placed, b: Placed): number {
  return comparePlaces(order, { createdAt: a.createdAt.getTime(), id: a.id }, { createdAt: b.createdAt.getTime(), id: b.id });
}

/** A place in the feed's order; createdAt in epoch milliseconds. */
export interface FeedKey {
  readonly createdAt: number;
  readonly id: string;
}

export function comparePlaces(order: CallOrder, a: FeedKey, b: FeedKey): number {
  const ascending = a.createdAt !== b.createdAt ? a.createdAt - b.createdAt : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  return order === CallOrder.NEWEST_FIRST ? -ascending : ascending;
}

/** The place of a call. */
export function keyOf({ createdAt, id }: Placed): FeedKey {
  return { createdAt: createdAt.getTime(), id };
}

/** Sorts behind every id: ids are ASCII. */
const BEHIND_ALL_IDS = '\u{10ffff}';

/** The place before all calls of an instant, in the given order. */
export function startOf(createdAt: number, order: CallOrder): FeedKey {
  return { createdAt, id: order === CallOrder.NEWEST_FIRST ? BEHIND_ALL_IDS : '' };
}
