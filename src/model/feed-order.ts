import { CallOrder } from './call-order.js';

/** The fields that a feed is sorted by. */
interface Placed {
  readonly createdAt: Date;
  readonly id: string;
}

/** Compares by createdAt, then by id. The two orders are the reverse of each other. */
export function compareCalls(order: CallOrder, a: Placed, b: Placed): number {
  return compareTimes(order, a, b) || comparePlaces(order, keyOf(a), keyOf(b));
}

/** Compares by createdAt alone, as a provider's list is sorted. A provider can't sort calls of one instant: their ids depend on the account. */
export function compareTimes(order: CallOrder, a: Pick<Placed, 'createdAt'>, b: Pick<Placed, 'createdAt'>): number {
  const ascending = a.createdAt.getTime() - b.createdAt.getTime();
  return order === CallOrder.NEWEST_FIRST ? -ascending : ascending;
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

export function keyOf({ createdAt, id }: Placed): FeedKey {
  return { createdAt: createdAt.getTime(), id };
}

/** Sorts after every id, because ids are ASCII. */
const AFTER_ALL_IDS = '\u{10ffff}';

/** The place before all calls with this createdAt, in the given order. `createdAt` is in epoch milliseconds. */
export function startOf(createdAt: number, order: CallOrder): FeedKey {
  return { createdAt, id: order === CallOrder.NEWEST_FIRST ? AFTER_ALL_IDS : '' };
}
