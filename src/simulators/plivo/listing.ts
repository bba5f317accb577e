import { createHash } from 'node:crypto';
import { oneOf, Query } from '../query.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';
import { comparisonParameters, readPeriod } from './period.js';
import { readTalkTime } from './talk-time.js';
import { readRowTime } from './times.js';

const MAX_LIMIT = 20;
const PAGING = ['limit', 'offset'];
const CALL_PARAMETERS = ['subaccount', 'from_number', 'to_number', 'call_direction', 'hangup_cause_code', ...comparisonParameters('bill_duration'), ...comparisonParameters('end_time'), ...PAGING];
const RECORDING_PARAMETERS = ['subaccount', 'call_uuid', 'from_number', 'to_number', ...comparisonParameters('add_time'), ...PAGING];

/** The parameters of a list. */
export interface Listing {
  matches: (row: Row) => boolean;
  limit: number;
  offset: number;
}

/** Reads the documented parameters of GET /Call/. @throws Refusal with status 400 for any other */
export function readCallListing(parameters: URLSearchParams, now: number): Listing {
  const query = new Query(parameters, CALL_PARAMETERS);
  const isInPeriod = readPeriod(query, 'end_time', now);
  const direction = query.value('call_direction', 'inbound or outbound', oneOf(['inbound', 'outbound']));
  const tests: ((row: Row) => boolean)[] = [(row) => isInPeriod(readRowTime(field(row, 'end_time'))), ...numberTests(query)];
  const isLongEnough = readTalkTime(query);
  tests.push((row) => isLongEnough(field(row, 'bill_duration')));
  if (direction !== undefined) tests.push((row) => field(row, 'call_direction') === direction);
  return { matches: (row) => tests.every((test) => test(row)), ...readPaging(query) };
}

/** Reads the documented parameters of GET /Recording/. @throws Refusal with status 400 for any other */
export function readRecordingListing(parameters: URLSearchParams, now: number): Listing {
  const query = new Query(parameters, RECORDING_PARAMETERS);
  const isInPeriod = readPeriod(query, 'add_time', now);
  const callUuid = query.text('call_uuid');
  return {
    matches: (row) => isInPeriod(readRowTime(field(row, 'add_time'))) && (callUuid === undefined || field(row, 'call_uuid') === callUuid),
    ...readPaging(query),
  };
}

/** No order is documented, and a new row may come anywhere. */
export function inNoOrder(rows: readonly Row[], idField: string): Row[] {
  const keyOf = (row: Row) => createHash('md5').update(JSON.stringify(field(row, idField) ?? row) ?? '').digest('hex');
  return rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

/** A number matches as a whole or by its beginning, as the row has it. */
function numberTests(query: Query): ((row: Row) => boolean)[] {
  return ['from_number', 'to_number'].flatMap((name) => {
    const wanted = query.text(name);
    return wanted === undefined ? [] : [(row: Row) => String(field(row, name)).startsWith(wanted)];
  });
}

function readPaging(query: Query): Pick<Listing, 'limit' | 'offset'> {
  return { limit: query.integer('limit', { min: 1, max: MAX_LIMIT }) ?? MAX_LIMIT, offset: query.integer('offset') ?? 0 };
}
