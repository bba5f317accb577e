import type { Call } from '../model/call.js';
import { addNewest } from '../model/newest-version.js';
import { type Json, record } from '../model/json-value.js';

/** The calls in a vendor's list, and how many rows could not be read as a call. */
export interface ReadRows {
  /** Each call once, in its newest version, even if its row comes twice. */
  readonly calls: readonly Call[];
  readonly unreadable: number;
}

/** Reads a vendor's rows with that vendor's settings. */
export type ReadCalls = (rows: readonly unknown[]) => ReadRows;

/** Reads each row separately: an unreadable row is skipped and counted, and does not affect the others. */
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
