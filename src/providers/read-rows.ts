import type { Call } from '../model/call.js';
import { addNewest } from '../model/newest-version.js';
import { type Json, record } from '../model/json-value.js';
import { addNewestRows, type CallPlace, CallRow } from './listing/call-row.js';

/** The calls in a vendor's list, and how many rows could not be read as a call. */
export interface ReadRows {
  /** Each call once, in its newest version, even if its row comes twice. */
  readonly calls: readonly Call[];
  readonly unreadable: number;
}

/** Reads a vendor's rows with that vendor's settings. For a row that has not changed, returns the known call. */
export type ReadCalls = (rows: readonly unknown[], known?: KnownCalls) => ReadRows;

/** Calls as last read, by their ids. */
export type KnownCalls = ReadonlyMap<string, Call | null | undefined>;

/** The rows of a vendor's list, of which nobody may need most calls. */
export interface PlacedRows {
  /** Each call once, as in ReadRows. */
  readonly rows: readonly CallRow[];
  readonly unreadable: number;
}

/** Reads only which calls a vendor's rows are about. */
export type PlaceRows = (rows: readonly unknown[]) => PlacedRows;

/** Reads each row separately: an unreadable row is skipped and counted, and does not affect the others. */
export function readRows(rows: readonly unknown[], toCall: (row: Json) => Call | null, reportUnreadable: (rows: number) => void): ReadRows {
  const { read, unreadable } = readEach(rows, toCall, reportUnreadable);
  return { calls: [...addNewest(read, new Map()).values()], unreadable };
}

/** The same for rows that become calls later. `placeOf` is null for a row that can't be read. */
export function placeRows<Place extends CallPlace>(
  rows: readonly unknown[],
  placeOf: (row: Json) => Place | null,
  toCall: (row: Json, place: Place) => Call,
  reportUnreadable: (rows: number) => void,
): PlacedRows {
  const placed = (row: Json) => {
    const place = placeOf(row);
    return place && new CallRow(place, () => toCall(row, place));
  };
  const { read, unreadable } = readEach(rows, placed, reportUnreadable);
  return { rows: [...addNewestRows(read, new Map()).values()], unreadable };
}

function readEach<T>(rows: readonly unknown[], read: (row: Json) => T | null, reportUnreadable: (rows: number) => void): { readonly read: readonly T[]; readonly unreadable: number } {
  const known: T[] = [];
  for (const row of rows) {
    const fields = record(row);
    const one = fields && read(fields);
    if (one) known.push(one);
  }
  const unreadable = rows.length - known.length;
  if (unreadable > 0) reportUnreadable(unreadable);
  return { read: known, unreadable };
}
