import { Refusal } from '../answer.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';
import { isLocalTime } from './local-time.js';

export type SortOrder = 'asc' | 'desc';

/** The position of a call in the order. It stays valid when other calls are added or removed. */
export interface Cursor { dateCreated: string; sid: string }

export interface PageRequest {
  order: SortOrder;
  pageSize: number;
  after: Cursor | undefined;
  before: Cursor | undefined;
}

export interface Page {
  calls: Row[];
  total: number;
  /** Cursors of the previous and the next page. Null if there is none. */
  before: string | null;
  after: string | null;
}

/** Sorts rows by DateCreated, then Sid, and returns the page at the cursor. @throws Refusal if both cursors are given */
export function pageOf(rows: readonly Row[], { order, pageSize, after, before }: PageRequest): Page {
  if (after && before) throw new Refusal(400, 'After and Before exclude each other');
  const sign = order === 'asc' ? 1 : -1;
  const compare = (a: Cursor, b: Cursor) => sign * compareCursors(a, b);
  const placed = rows
    .map((row) => ({ row, at: cursorOf(row) }))
    .sort((a, b) => compare(a.at, b.at));

  let start = 0;
  let end = pageSize;
  if (after) {
    start = countBefore(placed, ({ at }) => compare(at, after) <= 0);
    end = start + pageSize;
  } else if (before) {
    end = countBefore(placed, ({ at }) => compare(at, before) < 0);
    start = Math.max(0, end - pageSize);
  }
  const page = placed.slice(start, end);
  const first = page[0];
  const last = page.at(-1);
  return {
    calls: page.map(({ row }) => row),
    total: placed.length,
    before: first && start > 0 ? writeCursor(first.at) : null,
    after: last && end < placed.length ? writeCursor(last.at) : null,
  };
}

/** Reads a cursor of {@link pageOf}. Undefined for any other text. */
export function readCursor(text: string): Cursor | undefined {
  const [dateCreated, sid, ...rest] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  if (dateCreated === undefined || sid === undefined || rest.length > 0) return undefined;
  return writeCursor({ dateCreated, sid }) === text ? { dateCreated, sid } : undefined;
}

function writeCursor({ dateCreated, sid }: Cursor): string {
  return Buffer.from(`${dateCreated}|${sid}`).toString('base64url');
}

function cursorOf(row: Row): Cursor {
  const created = field(row, 'DateCreated');
  return { dateCreated: isLocalTime(created) ? created : '', sid: String(field(row, 'Sid')) };
}

function compareCursors(a: Cursor, b: Cursor): number {
  return compareText(a.dateCreated, b.dateCreated) || compareText(a.sid, b.sid);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number of items at the beginning of a sorted list for which `isBefore` is true. */
function countBefore<T>(sorted: readonly T[], isBefore: (item: T) => boolean): number {
  const index = sorted.findIndex((item) => !isBefore(item));
  return index < 0 ? sorted.length : index;
}
