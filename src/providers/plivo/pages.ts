import { record } from '../../model/json-value.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { identifier } from '../reading.js';
import { PAGE_SIZE, type PlivoPage } from './api.js';
import { PLIVO } from './to-call.js';

/** How often to read a list that changes while it is read. */
const MOST_ROUNDS = 3;
/** No list is believed to be longer, and none is read further. */
const MOST_ROWS = 20_000;
const MOST_PAGES = MOST_ROWS / PAGE_SIZE;

/** All rows of a list, perhaps some of them twice; or how many there are, if there are too many. */
export type ListAnswer = { readonly rows: readonly unknown[]; readonly mayBeIncomplete: boolean } | { readonly tooMany: number };

type PageAt = (offset: number) => Promise<PlivoPage>;

/** What one reading of a list shows. */
interface Round {
  readonly rows: readonly unknown[];
  readonly isWhole: boolean;
  /** The list gives no number of rows that can be right, so nothing shows whether it changed. */
  readonly hasNoTotal: boolean;
}

/**
 * Reads a list of at most `most` rows: the first page, which says how many there are, then all others at once.
 * If the number changes meanwhile, or does not fit the rows, rows have moved to other pages, so all pages are read
 * again. A row that comes twice counts once: it may hide a missing one. @throws ProviderError
 */
export async function readList(pageAt: PageAt, most: number): Promise<ListAnswer> {
  const rows: unknown[] = [];
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const read = await readOnce(pageAt, most);
    if ('tooMany' in read) return read;
    rows.push(...read.rows);
    if (read.isWhole) return { rows, mayBeIncomplete: false };
    // Reading it again would show nothing else.
    if (read.hasNoTotal) break;
  }
  return { rows, mayBeIncomplete: true };
}

async function readOnce(pageAt: PageAt, most: number): Promise<Round | { readonly tooMany: number }> {
  const first = await pageAt(0);
  const { total } = first;
  if (total > most) return { tooMany: total };
  // Plivo may give fewer rows than it is asked for.
  const step = first.rows.length || PAGE_SIZE;
  if (total > MOST_ROWS || total > MOST_PAGES * step) throw tooLong(total);
  const offsets = Array.from({ length: Math.max(0, Math.ceil(total / step) - 1) }, (_, index) => (index + 1) * step);
  const pages = [first, ...(await Promise.all(offsets.map(pageAt)))];
  const rows = pages.flatMap((page) => page.rows);
  const seen = new Set(rows.map(identityOf));
  let hasNoTotal = pages.some((page, index) => page.total < index * step + page.rows.length);
  const full = pages.length > 1 ? step : PAGE_SIZE;
  // More may come after a full page, whatever the total says.
  for (let last = pages.at(-1); last && (last.rows.length >= full || last.hasNext); last = pages.at(-1)) {
    if (seen.size > most) return { tooMany: seen.size };
    if (rows.length >= MOST_ROWS || pages.length >= MOST_PAGES) throw tooLong(rows.length);
    const known = seen.size;
    const next = await pageAt(rows.length);
    pages.push(next);
    rows.push(...next.rows);
    for (const row of next.rows) seen.add(identityOf(row));
    hasNoTotal ||= next.rows.length > 0 && next.total < rows.length;
    if (seen.size === known) break;
  }
  const isWhole = seen.size === total && pages.at(-1)?.hasNext !== true && pages.every((page) => page.total === total);
  return { rows, isWhole, hasNoTotal };
}

function tooLong(rows: number): ProviderError {
  return new ProviderError(PLIVO, 'PROVIDER_BAD_RESPONSE', `PLIVO says that a list has ${rows} rows. At most ${MOST_ROWS} are read.`);
}

/** Equal for rows of the same call or recording. A row without an id is like no other. */
function identityOf(row: unknown): unknown {
  const fields = record(row);
  return fields ? (identifier(fields['recording_id']) ?? identifier(fields['call_uuid']) ?? row) : (row ?? Symbol('no row'));
}
