import { readInstant } from '../model/date-time.js';
import { writtenOut } from '../model/decimal.js';
import { list, record } from '../model/json-value.js';
import { isProviderId } from '../model/provider-id.js';

/**
 * Reading what a vendor sent, loosely: a value of an unexpected type, or none, is null, and never costs
 * the row. Numbers may come as strings and strings as numbers; vendors change their minds between versions.
 */

/** What programs write where they mean nothing. Null is a family's name, too, so that case counts. */
const NOTHING = new Set(['null', 'NULL', 'None', 'undefined']);

/** A text that says something; numbers as they are written. Half a character becomes the sign for what can't be written. */
export function text(value: unknown): string | null {
  const read = entered(value);
  return read === null || NOTHING.has(read) ? null : read;
}

/** A text that a person may have entered, where a word such as None is an answer too; blanks alone are none. */
export function entered(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.toWellFormed();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** A text that may be empty: for values that people or an AI entered, where empty is an answer too. Objects and lists as JSON. */
export function verbatim(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
}

/** The texts of a list, other members left out. */
export function texts(value: unknown): string[] {
  return list(value).map(text).filter((entry) => entry !== null);
}

/** What people entered into a list, other members left out. */
export function labels(value: unknown): string[] {
  return list(value).map(entered).filter((label) => label !== null);
}

/**
 * An id, also where it is wrapped as document databases do, as {_id} or {$oid}. Null for what the graph
 * could not be asked for again: what is too long, or has half a character in it. It is not mended, because
 * two ids could become one.
 */
export function identifier(value: unknown): string | null {
  const wrapped = record(value);
  const id = wrapped ? (wrapped['_id'] ?? wrapped['$oid'] ?? wrapped['id']) : value;
  const read = text(id);
  return read !== null && isProviderId(String(id)) ? read : null;
}

/** The ids in a list, other members left out. */
export function identifiers(value: unknown): string[] {
  return list(value).map(identifier).filter((id) => id !== null);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([['true', true], ['1', true], ['yes', true], ['false', false], ['0', false], ['no', false]]);

/** A yes or no, as databases and languages write it: true, "True", 1, "1", "yes" and their opposites. */
export function flag(value: unknown): boolean | null {
  const isWritten = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isWritten ? (FLAGS.get(String(value).trim().toLowerCase()) ?? null) : null;
}

/** A finite number, given as one or as a decimal string. */
export function number(value: unknown): number | null {
  const decimal = typeof value === 'string' ? writtenOut(value) : null;
  const read = typeof value === 'number' ? value : decimal === null ? Number.NaN : Number(decimal);
  return Number.isFinite(read) ? read : null;
}

/** What GraphQL's Int ends at. */
const MAX_INT = 2 ** 31 - 1;

/** Whole seconds that fit GraphQL's Int; fractions are rounded. Nothing lasts less than no time. */
export function seconds(value: unknown): number | null {
  const read = Math.round(number(value) ?? Number.NaN);
  return read >= 0 && read <= MAX_INT ? Math.abs(read) : null;
}

/** An amount, kept as a decimal string with the zeros that the vendor wrote; null where it is not certain which. */
export function decimal(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'string' ? writtenOut(String(value)) : null;
}

/**
 * No call of these vendors is older than the century, nor a plan of theirs older than its end. What is
 * earlier or later is what programs write where there is no time: 0001-01-01, 1900, 1970 in any zone, 9999.
 */
const EARLIEST = Date.UTC(2000, 0, 1);
const END = Date.UTC(2100, 0, 1);

/** An instant in epoch milliseconds; null for none, and for what can't be the time of a call. */
export function instant(milliseconds: number): Date | null {
  return milliseconds >= EARLIEST && milliseconds < END ? new Date(milliseconds) : null;
}

/** An instant in ISO 8601 with a zone. */
export function isoInstant(value: unknown): Date | null {
  return typeof value === 'string' ? instant(readInstant(value.trim()).getTime()) : null;
}

/** An instant in seconds since 1970; also in milliseconds, which are a thousand times as many, and in ISO 8601. */
export function epochInstant(value: unknown): Date | null {
  const read = number(value);
  if (read === null) return isoInstant(value);
  return instant(Math.round(read * 1000)) ?? instant(Math.round(read));
}

/** The seconds from one instant to a later one; null where either is missing, or where they are too many for GraphQL's Int. */
export function secondsBetween(start: Date | null, end: Date | null): number | null {
  return start && end ? seconds((end.getTime() - start.getTime()) / 1000) : null;
}
