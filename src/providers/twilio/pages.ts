import { ProviderError } from '../../upstream/provider-error.js';
import type { NextPage, RowsPage } from './api.js';
import { TWILIO } from './agents.js';

/** No list is read further than this. */
const MOST_PAGES = 500;

/** Reads one page of a list; null is the first one. */
export type ReadPage = (next: NextPage | null) => Promise<RowsPage>;

/** All rows of a list. @throws ProviderError */
export async function readPages(read: ReadPage): Promise<unknown[]> {
  const rows = await readFewPages(read, MOST_PAGES);
  if (rows === 'too many') throw new ProviderError(TWILIO, 'PROVIDER_BAD_RESPONSE', `TWILIO returned more than ${MOST_PAGES} pages.`);
  return rows;
}

/** All rows of a list, or 'too many' if it has more than `most` pages. @throws ProviderError */
export async function readFewPages(read: ReadPage, most: number): Promise<unknown[] | 'too many'> {
  const rows: unknown[] = [];
  const tokens = new Set<string>();
  let next: NextPage | null = null;
  for (let pages = 0; pages < most; pages += 1) {
    const page: RowsPage = await read(next);
    rows.push(...page.rows);
    next = page.next;
    if (next === null) return rows;
    if (tokens.has(next.token)) throw new ProviderError(TWILIO, 'PROVIDER_BAD_RESPONSE', 'TWILIO returned pages that do not advance.');
    tokens.add(next.token);
  }
  return 'too many';
}
