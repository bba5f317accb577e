import { oneOf, Query, readE164, readInteger } from '../query.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';
import { isLocalTime, type LocalTime } from './local-time.js';
import { isWithin, readBounds } from './operators.js';
import { type PageRequest, readCursor, type SortOrder } from './paging.js';
import { normalise } from './phone-number.js';
import { readWindow } from './window.js';

const PARAMETERS = [
  'Sid', 'DateCreated', 'To', 'From', 'PhoneNumber', 'Status', 'Duration', 'Price', 'Direction', 'PageSize', 'SortBy',
  'Before', 'After',
];
const ONGOING = ['queued', 'ringing', 'in-progress'] as const;
/** The documented words, and `canceled`, which occurs only in the document's example. */
const STATUSES = [...ONGOING, 'completed', 'failed', 'busy', 'no-answer', 'canceled'] as const;
const DIRECTIONS = ['inbound', 'outbound-dial', 'outbound-api'] as const;
const SORT_ORDERS = { 'DateCreated:asc': 'asc', 'DateCreated:desc': 'desc' } as const;

/** The parameters of the bulk endpoint. */
export interface Listing extends PageRequest {
  matches: (row: Row) => boolean;
}

/** Reads the documented parameters. Filters combine with AND. @throws Refusal with status 400 for any other parameter */
export function readListing(parameters: URLSearchParams, localTime: LocalTime, now: number): Listing {
  const query = new Query(parameters, PARAMETERS);
  const window = readWindow(query, localTime, now);
  const tests: ((row: Row) => boolean)[] = [
    (row) => !isOngoing(row),
    (row) => {
      const created = field(row, 'DateCreated');
      return !isLocalTime(created) || (created >= window.from && created <= window.to);
    },
  ];
  const memberOf = (wanted: Set<unknown> | undefined, read: (row: Row) => unknown) => {
    if (wanted) tests.push((row) => wanted.has(read(row)));
  };
  const numbers = (name: string) => query.list(name, 'E.164 numbers', readE164, 5);

  memberOf(query.list('Sid', 'SIDs', readSid, 100), (row) => field(row, 'Sid'));
  memberOf(numbers('To'), (row) => normalise(field(row, 'To')));
  memberOf(numbers('From'), (row) => normalise(field(row, 'From')));
  memberOf(numbers('PhoneNumber'), (row) => normalise(field(row, 'PhoneNumberSid')));
  memberOf(query.list('Status', `of ${STATUSES.join(', ')}`, oneOf(STATUSES)), (row) => field(row, 'Status'));
  memberOf(query.list('Direction', `of ${DIRECTIONS.join(', ')}`, oneOf(DIRECTIONS)), (row) => field(row, 'Direction'));

  const bounds = (name: string, example: string, read: (text: string) => number | undefined) =>
    query.value(name, `like ${example}`, (text) => readBounds(text, ['gte', 'lte', 'eq'], read));
  const duration = bounds('Duration', 'gte:10s;lte:45s', readSeconds);
  if (duration) tests.push((row) => isWithin(duration, field(row, 'Duration')));
  const price = bounds('Price', 'gte:0.10;lte:1.0', readAmount);
  if (price) tests.push((row) => isWithin(price, field(row, 'Price')));

  return {
    matches: (row) => tests.every((test) => test(row)),
    order: query.value('SortBy', 'DateCreated:asc or DateCreated:desc', readSortOrder) ?? 'desc',
    pageSize: query.integer('PageSize', { min: 1, max: 100 }) ?? 50,
    after: query.value('After', 'a cursor from NextPageUri', readCursor),
    before: query.value('Before', 'a cursor from PrevPageUri', readCursor),
  };
}

/** Lists never contain ongoing calls, even if the filter selects their status. */
function isOngoing(row: Row): boolean {
  return ONGOING.some((status) => status === field(row, 'Status'));
}

function readSid(text: string): string | undefined {
  return /^[0-9A-Za-z]+$/.test(text) ? text : undefined;
}

function readSeconds(text: string): number | undefined {
  return text.endsWith('s') ? readInteger(text.slice(0, -1)) : undefined;
}

function readAmount(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function readSortOrder(text: string): SortOrder | undefined {
  return Object.entries(SORT_ORDERS).find(([name]) => name === text)?.[1];
}
