import { createHash } from 'node:crypto';
import { Refusal } from '../answer.js';
import type { Query } from '../query.js';
import type { RecordedRequest } from '../recorded-request.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';

const MAX_PAGE_SIZE = 1000;
const DEFAULT_PAGE_SIZE = 50;
const TOKEN = /^PA(\w+)$/;

export const PAGING = ['PageSize', 'Page', 'PageToken'];

/**
 * A page of rows in an order that has nothing to do with their time, because Twilio promises none. The token names
 * the last row of the previous page. @throws Refusal
 */
export function pageOf(list: string, rows: readonly Row[], query: Query, { path, query: parameters }: RecordedRequest): object {
  const pageSize = query.integer('PageSize', { min: 1, max: MAX_PAGE_SIZE }) ?? DEFAULT_PAGE_SIZE;
  const page = query.integer('Page') ?? 0;
  const token = query.text('PageToken');
  if ((page > 0) !== (token !== undefined)) throw new Refusal(400, 'Page and PageToken must come from the address of the next page');
  const after = token === undefined ? '' : TOKEN.exec(token)?.[1];
  if (after === undefined) throw new Refusal(400, 'PageToken is invalid');
  const rest = rows.map((row) => ({ row, key: keyOf(row) })).filter(({ key }) => key > after).sort((a, b) => (a.key < b.key ? -1 : 1));
  const shown = rest.slice(0, pageSize);
  const isLast = shown.length === rest.length;
  const last = shown.at(-1)?.key ?? '';
  const first = uriOf(path, parameters, 0, null);
  return {
    [list]: shown.map(({ row }) => row),
    page,
    page_size: pageSize,
    start: page * pageSize,
    end: page * pageSize + Math.max(0, shown.length - 1),
    uri: uriOf(path, parameters, page, token ?? null),
    first_page_uri: first,
    previous_page_uri: page === 0 ? null : first,
    next_page_uri: isLast ? null : uriOf(path, parameters, page + 1, `PA${last}`),
  };
}

function keyOf(row: Row): string {
  return createHash('sha256').update(String(field(row, 'sid'))).digest('hex');
}

function uriOf(path: string, parameters: URLSearchParams, page: number, token: string | null): string {
  const query = new URLSearchParams([...parameters].filter(([name]) => name !== 'Page' && name !== 'PageToken'));
  query.set('Page', String(page));
  if (token !== null) query.set('PageToken', token);
  return `${path}?${query.toString()}`;
}
