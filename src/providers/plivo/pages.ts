import { record } from '../../model/json-value.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { identifier } from '../reading.js';
import { PAGE_SIZE, type PlivoPage } from './api.js';
import { PLIVO } from './to-call.js';

/** How often to read a list that changes while it is read. */
const MOST_ROUNDS = 3;
/** No list is believed to be longer, and none is read further. */
const MOST_ROWS = 20_000;

/** All rows of a list, perhaps some of them twice; or how many there are, if there are too many. */
export type ListAnswer = { readonly rows: readonly unknown[]; readonly mayBeIncomplete: boolean } | { readonly tooMany: number };

/**
 * Reads a list of at most `most` rows: the first page, which says how many there are, then all others at once.
 * If the number changes meanwhile, or does not fit the rows, rows have moved to other pages, so all pages are read
 * again. A row that comes twice counts once: it may hide a missing one. @throws ProviderError
 */
export async function readList(pageAt: (offset: number) => Promise<PlivoPage>, most: number): Promise<ListAnswer> {
  const rows: unknown[] = [];
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const first = await pageAt(0);
    if (first.total > most) return { tooMany: first.total };
    if (first.total > MOST_ROWS) throw new ProviderError(PLIVO, 'PROVIDER_BAD_RESPONSE', `PLIVO says that a list has ${first.total} rows. At most ${MOST_ROWS} are read.`);
    const offsets = Array.from({ length: Math.max(0, Math.ceil(first.total / PAGE_SIZE) - 1) }, (_, index) => (index + 1) * PAGE_SIZE);
    const pages = [first, ...(await Promise.all(offsets.map(pageAt)))];
    const read = pages.flatMap((page) => page.rows);
    rows.push(...read);
    const distinct = new Set(read.map(identityOf)).size;
    if (distinct === first.total && pages.at(-1)?.hasNext !== true && pages.every(({ total }) => total === first.total)) return { rows, mayBeIncomplete: false };
  }
  return { rows, mayBeIncomplete: true };
}

/** Equal for rows of the same call or recording. A row without an id is like no other. */
function identityOf(row: unknown): unknown {
  const fields = record(row);
  return fields ? (identifier(fields['recording_id']) ?? identifier(fields['call_uuid']) ?? row) : (row ?? Symbol('no row'));
}
