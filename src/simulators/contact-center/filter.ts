import { DateTime } from 'luxon';
import { oneOf, Query, readInteger } from '../query.js';
import { field, listField } from '../row-fields.js';
import type { Row } from '../simulator.js';
import { CALL_TYPES } from './call-types.js';

const PARAMETERS = [
  'dateFrom', 'dateTo', 'page', 'limit', 'numberIds', 'ringGroupId', 'ivrId', 'listId', 'agentId', 'callType',
  'dispositionIds', 'surveyIds',
];
const MAX_LIMIT = 1_000;

/** The parameters of GET /calls/. */
export interface Listing {
  matches: (row: Row) => boolean;
  /** Counts from 1. */
  page: number;
  limit: number;
}

/** Reads the documented parameters. @throws Refusal with status 400 for any other */
export function readListing(parameters: URLSearchParams): Listing {
  const query = new Query(parameters, PARAMETERS);
  const tests: ((row: Row) => boolean)[] = [readPeriod(query)];
  const wants = <T>(wanted: T | undefined, test: (row: Row, wanted: T) => boolean) => {
    if (wanted !== undefined) tests.push((row) => test(row, wanted));
  };
  const ids = (name: string) => query.list(name, 'integers', readInteger);
  const idIn = (row: Row, name: string) => Number(field(field(row, name), 'id'));

  wants(ids('numberIds'), (row, wanted) => wanted.has(idIn(row, 'number')));
  wants(ids('dispositionIds'), (row, wanted) => wanted.has(idIn(row, 'disposition')));
  wants(ids('surveyIds'), (row, wanted) => wanted.has(surveyOf(row)));
  wants(query.integer('ringGroupId'), (row, id) => idIn(row, 'ring_group') === id);
  wants(query.integer('ivrId'), (row, id) => idIn(row, 'ivr') === id);
  wants(query.integer('listId'), (row, id) => listField(field(row, 'contact'), 'list_ids').includes(id));
  wants(query.integer('agentId'), (row, id) => listField(row, 'agents').includes(id));
  wants(
    query.value('callType', `one of ${Object.keys(CALL_TYPES).join(', ')}`, oneOf(Object.keys(CALL_TYPES))),
    (row, name) => CALL_TYPES[name]?.(row) ?? false,
  );

  return {
    matches: (row) => tests.every((test) => test(row)),
    page: query.integer('page', { min: 1 }) ?? 1,
    limit: query.integer('limit', { min: 1, max: MAX_LIMIT }) ?? 100,
  };
}

/** Both ends are inclusive. A date without a time means the start or the end of that day in UTC. */
function readPeriod(query: Query): (row: Row) => boolean {
  const expected = 'an ISO 8601 date or date-time';
  const from = query.value('dateFrom', expected, (text) => readInstant(text, 'start')) ?? Number.NEGATIVE_INFINITY;
  const to = query.value('dateTo', expected, (text) => readInstant(text, 'end')) ?? Number.POSITIVE_INFINITY;
  return (row) => {
    const startedAt = field(row, 'started_at');
    return typeof startedAt !== 'number' || (startedAt * 1_000 >= from && startedAt * 1_000 <= to);
  };
}

/** Epoch milliseconds. */
function readInstant(text: string, ofDay: 'start' | 'end'): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text)) return undefined;
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid) return undefined;
  return text.length === 10 && ofDay === 'end' ? time.endOf('day').toMillis() : time.toMillis();
}

/** Rows have no survey, so it is derived from the id: a third of the calls have one of four surveys. */
function surveyOf(row: Row): number {
  const id = Number(field(row, 'id'));
  return id % 3 === 0 ? 1 + (id % 4) : Number.NaN;
}
