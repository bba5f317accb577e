import { LRUCache } from 'lru-cache';

/** More than there are statuses and directions, and enough of numbers. */
const MOST_REMEMBERED = 10_000;

/**
 * What a vendor's rows were met to write otherwise than its documents do. A vendor filters by the exact
 * word, so that it would leave such rows out: what was met here is for the graph to filter by. It costs
 * nothing as long as a vendor keeps to its documents.
 */
export class MetOtherwise<Meaning extends string> {
  private readonly met = new LRUCache<Meaning, true>({ maxSize: MOST_REMEMBERED, sizeCalculation: () => 1 });

  /** `asDocumented`: the row has the very word that the vendor would be asked for. */
  note(meaning: Meaning, asDocumented: boolean): void {
    if (!asDocumented) this.met.set(meaning, true);
  }

  hasAny(meanings: readonly Meaning[] | undefined): boolean {
    return meanings?.some((meaning) => this.met.has(meaning)) ?? false;
  }
}
