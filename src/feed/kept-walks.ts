import { LRUCache } from 'lru-cache';
import type { FeedWalk } from './page-positions.js';

/** A reader turns a page within seconds or not at all. */
const KEPT_FOR_MS = 30_000;
const MOST_WALKS = 500;
/** Calls held by all of them together: about sixty megabytes. */
const MOST_CALLS = 20_000;

/**
 * Walks between two pages, by the cursor that the next page will be asked with: what was read ahead need
 * not be read again. Only a saving: a walk that is not here is opened anew from its cursor.
 */
export class KeptWalks {
  private readonly walks = new LRUCache<string, FeedWalk>({
    max: MOST_WALKS,
    ttl: KEPT_FOR_MS,
    maxSize: MOST_CALLS,
    sizeCalculation: ({ streams }) => 1 + streams.reduce((sum, { held }) => sum + held, 0),
  });

  keep(cursor: string, walk: FeedWalk): void {
    this.walks.set(cursor, walk);
  }

  /** Hands a walk over: it goes on, and can't be taken twice. */
  take(cursor: string): FeedWalk | undefined {
    const walk = this.walks.get(cursor);
    this.walks.delete(cursor);
    return walk;
  }
}
