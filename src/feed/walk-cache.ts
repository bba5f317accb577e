import { LRUCache } from 'lru-cache';
import type { FeedWalk } from './page-positions.js';

/** Clients request the next page within seconds or not at all. */
const KEPT_FOR_MS = 30_000;
const MAX_WALKS = 500;
/** Calls held by all walks together, about 60 megabytes. */
const MAX_CALLS = 20_000;

/**
 * Caches walks between two pages by the endCursor and the accounts, so that calls that were read ahead are not requested again.
 * A walk that is not cached is opened again from its cursor.
 */
export class WalkCache {
  private readonly walks = new LRUCache<string, FeedWalk>({
    max: MAX_WALKS,
    ttl: KEPT_FOR_MS,
    maxSize: MAX_CALLS,
    sizeCalculation: ({ streams }) => 1 + streams.reduce((sum, { held }) => sum + held, 0),
  });

  keep(key: string, walk: FeedWalk): void {
    this.walks.set(key, walk);
  }

  /** Removes and returns a walk. Only one request may continue it. */
  take(key: string): FeedWalk | undefined {
    const walk = this.walks.get(key);
    this.walks.delete(key);
    return walk;
  }
}
