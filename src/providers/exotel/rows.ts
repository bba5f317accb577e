import type { Call } from '../../model/call.js';
import type { CallDirection } from '../../model/call-direction.js';
import type { CallStatus } from '../../model/call-status.js';
import { areEqualRows } from '../../model/equal-values.js';
import { MetOtherwise } from '../met-otherwise.js';
import { type KnownCalls, type ReadCalls, readRows } from '../read-rows.js';
import { text } from '../reading.js';
import type { Json } from '../../model/json-value.js';
import { DIRECTION_PARAMETERS, STATUS_PARAMETERS } from './parameters.js';
import { type Locale, toCall } from './to-call.js';

/** Statuses and directions that rows spell differently from Exotel's filter. */
export interface ExotelSpellings {
  readonly statuses: MetOtherwise<CallStatus>;
  readonly directions: MetOtherwise<CallDirection>;
}

export function exotelSpellings(): ExotelSpellings {
  return { statuses: new MetOtherwise(), directions: new MetOtherwise() };
}

const STATUSES: ReadonlySet<string | null> = new Set(Object.values(STATUS_PARAMETERS));
const DIRECTIONS: ReadonlySet<string | null> = new Set(Object.values(DIRECTION_PARAMETERS));

/** Reads Exotel's rows with one account's settings and records their spellings. */
export function rowReader(locale: Locale, met: ExotelSpellings, reportUnreadable: (rows: number) => void): ReadCalls {
  const read = (row: Json, known: KnownCalls | undefined): Call | null => {
    const before = known?.get(row['Sid'] as string);
    if (before?.row && areEqualRows(before.row, row)) return before;
    // Only look-ups compare rows, so calls of lists need not keep theirs.
    const call = toCall(row, locale, known !== undefined);
    if (!call) return null;
    met.statuses.note(call.status, STATUSES.has(call.providerStatus));
    met.directions.note(call.direction, DIRECTIONS.has(text(row['Direction'])));
    return call;
  };
  return (rows, known) => readRows(rows, (row) => read(row, known), reportUnreadable);
}
