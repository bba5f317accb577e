import { LRUCache } from 'lru-cache';

/** Room for all statuses and directions, and for many numbers. */
const MOST_REMEMBERED = 10_000;

/**
 * Remembers which values a vendor has spelled differently from its documents. A vendor filters by the exact
 * word and would leave such rows out, so the graph filters by these values instead. Costs nothing while
 * the vendor follows its documents.
 */
export class MetOtherwise<Meaning extends string> {
  private readonly met = new LRUCache<Meaning, true>({ maxSize: MOST_REMEMBERED, sizeCalculation: () => 1 });

  /** `asDocumented`: the row has exactly the word that the vendor's filter takes. */
  note(meaning: Meaning, asDocumented: boolean): void {
    if (!asDocumented) this.met.set(meaning, true);
  }

  hasAny(meanings: readonly Meaning[] | undefined): boolean {
    return meanings?.some((meaning) => this.met.has(meaning)) ?? false;
  }
}
