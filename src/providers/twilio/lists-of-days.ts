import { LRUCache } from 'lru-cache';
import type { RecordingFacts } from '../../model/recording.js';

/** The pages of a walk are asked for within seconds, and most have calls of the same days. */
const KEPT_FOR_MS = 10_000;
/** A list has up to two thousand recordings. */
const MOST_LISTS = 10;

/** Recordings by the id of their call; 'too many' if asking for each call costs less. */
export type RecordingsOfDays = ReadonlyMap<string, readonly RecordingFacts[]> | 'too many';

interface ListOfDays {
  readonly first: number;
  readonly last: number;
  readonly found: RecordingsOfDays;
}

/** An account's recordings of some days, as they were read some seconds ago. */
export class ListsOfDays {
  private readonly lists = new LRUCache<string, ListOfDays>({ max: MOST_LISTS, ttl: KEPT_FOR_MS });

  /** Undefined if these days were not read. Fewer days may not be too many. */
  of(first: number, last: number): RecordingsOfDays | undefined {
    const same = this.lists.get(`${first} ${last}`);
    if (same) return same.found;
    for (const list of this.lists.values()) if (list.found !== 'too many' && list.first <= first && last <= list.last) return list.found;
    return undefined;
  }

  keep(first: number, last: number, found: RecordingsOfDays): void {
    this.lists.set(`${first} ${last}`, { first, last, found });
  }
}
