import { type ReadCalls, readRows } from '../read-rows.js';
import { type Locale, toCall } from './to-call.js';

/** Reads Exotel's rows, by one account's configuration. */
export function rowReader(locale: Locale, reportUnreadable: (rows: number) => void): ReadCalls {
  return (rows) => readRows(rows, (row) => toCall(row, locale), reportUnreadable);
}
