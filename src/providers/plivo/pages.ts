import { PAGE_SIZE, type PlivoPage } from './api.js';

/** How often to read a list that changes while it is read. */
const MOST_ROUNDS = 3;

/** All rows of a list, perhaps some of them twice; or how many there are, if there are too many. */
export type ListAnswer = { readonly rows: readonly unknown[]; readonly mayBeIncomplete: boolean } | { readonly tooMany: number };

/**
 * Reads a list of at most `most` rows: the first page, which says how many there are, then all others at once.
 * If the number changes meanwhile, rows have moved to other pages, so all pages are read again.
 */
export async function readList(pageAt: (offset: number) => Promise<PlivoPage>, most: number): Promise<ListAnswer> {
  const rows: unknown[] = [];
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const first = await pageAt(0);
    if (first.total > most) return { tooMany: first.total };
    const offsets = Array.from({ length: Math.max(0, Math.ceil(first.total / PAGE_SIZE) - 1) }, (_, index) => (index + 1) * PAGE_SIZE);
    const pages = [first, ...(await Promise.all(offsets.map(pageAt)))];
    rows.push(...pages.flatMap((page) => page.rows));
    const read = pages.reduce((sum, page) => sum + page.rows.length, 0);
    if (read >= first.total && pages.every(({ total }) => total === first.total)) return { rows, mayBeIncomplete: false };
  }
  return { rows, mayBeIncomplete: true };
}
