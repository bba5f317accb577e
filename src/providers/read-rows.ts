import type { Call } from '../model/call.js';
import { addNewest } from '../model/newest-version.js';
import { type Json, record } from '../model/json-value.js';

/** The calls in a vendor's list, and how many of its rows could not be read as one. */
export interface ReadRows {
  /** Each call once: a row that comes twice is one call, in its newest version. */
  readonly calls: readonly Call[];
  readonly unreadable: number;
}

/** Reads a vendor's rows, by what is configured for it. */
export type ReadCalls = (rows: readonly unknown[]) => ReadRows;

/** Reads each row by itself: one that is no call is left out alone, and counted. */
export function readRows(rows: readonly unknown[], toCall: (row: Json) => Call | null, reportUnreadable: (rows: number) => void): ReadRows {
  const calls = rows.flatMap((row) => {
    const fields = record(row);
    const call = fields && toCall(fields);
    return call ? [call] : [];
  });
  const unreadable = rows.length - calls.length;
  if (unreadable > 0) reportUnreadable(unreadable);
  return { calls: [...addNewest(calls, new Map()).values()], unreadable };
}
