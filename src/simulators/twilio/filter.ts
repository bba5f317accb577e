import { oneOf, type Query } from '../query.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';

const STATUSES = ['queued', 'ringing', 'in-progress', 'canceled', 'completed', 'failed', 'busy', 'no-answer'];
/** Parameters whose name ends with an operator. */
const INEQUALITIES = ['', '<', '>'] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

export const CALL_FILTERS = ['To', 'From', 'ParentCallSid', 'Status', ...withOperators('StartTime'), ...withOperators('EndTime')];
export const RECORDING_FILTERS = ['CallSid', 'ConferenceSid', 'IncludeSoftDeleted', ...withOperators('DateCreated')];

/** Which calls a query is for. @throws Refusal for a value that Twilio does not take */
export function callFilter(query: Query): (row: Row) => boolean {
  const tests = [
    equals(query.text('To'), 'to'),
    equals(query.text('From'), 'from'),
    equals(query.text('ParentCallSid'), 'parent_call_sid'),
    equals(query.value('Status', `one of ${STATUSES.join(', ')}`, oneOf(STATUSES)), 'status'),
    inDays(query, 'StartTime', 'start_time'),
    inDays(query, 'EndTime', 'end_time'),
  ];
  return (row) => tests.every((test) => test(row));
}

/** Which recordings a query is for. @throws Refusal for a value that Twilio does not take */
export function recordingFilter(query: Query): (row: Row) => boolean {
  const tests = [equals(query.text('CallSid'), 'call_sid'), equals(query.text('ConferenceSid'), 'conference_sid'), inDays(query, 'DateCreated', 'date_created')];
  return (row) => tests.every((test) => test(row));
}

function withOperators(name: string): string[] {
  return INEQUALITIES.map((operator) => `${name}${operator}`);
}

function equals(wanted: string | undefined, name: string): (row: Row) => boolean {
  return (row) => wanted === undefined || field(row, name) === wanted;
}

/** Statuses of calls that may never have been dialled. */
const NOT_DIALLED: readonly unknown[] = ['queued', 'canceled'];

/** Whole UTC days: "on or after" and "before" a day. A call that was not dialled passes none of them. */
function inDays(query: Query, name: string, column: string): (row: Row) => boolean {
  const day = (parameter: string) => query.value(parameter, 'a date as YYYY-MM-DD', readDay);
  const on = day(name);
  const before = day(`${name}<`);
  const from = day(`${name}>`);
  if (on === undefined && before === undefined && from === undefined) return () => true;
  return (row) => {
    const time = field(row, column);
    if (!time && NOT_DIALLED.includes(field(row, 'status'))) return false;
    const instant = Date.parse(String(time));
    if (Number.isNaN(instant)) return true;
    return (on === undefined || (instant >= on && instant < on + DAY_MS)) && (before === undefined || instant < before) && (from === undefined || instant >= from);
  };
}

function readDay(text: string): number | undefined {
  const day = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day) ? day : undefined;
}
