import { readInstant } from '../model/date-time.js';
import { writtenOut } from '../model/decimal.js';
import { list, record } from '../model/json-value.js';
import { isProviderId } from '../model/provider-id.js';

/**
 * Lenient readers for vendor values: a missing value or one of an unexpected type is null, and the row is kept.
 * Numbers may come as strings and strings as numbers, because vendors change types between versions.
 */

/** Words that programs write for "no value". Case counts: Null is also a family name. */
const NOTHING = new Set(['null', 'NULL', 'None', 'undefined']);

/** A text with a value; numbers as written. A lone surrogate becomes the replacement character. */
export function text(value: unknown): string | null {
  const read = entered(value);
  return read === null || NOTHING.has(read) ? null : read;
}

/** A text that a person may have entered, so a word such as None is a value; only blanks are null. */
export function entered(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.toWellFormed();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** A text that a person or an AI entered, where empty is a value too. Objects and lists become JSON. */
export function verbatim(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
}

/** The texts of a list, without its other members. */
export function texts(value: unknown): string[] {
  return list(value).map(text).filter((entry) => entry !== null);
}

/** The entered texts of a list, without its other members. */
export function labels(value: unknown): string[] {
  return list(value).map(entered).filter((label) => label !== null);
}

/**
 * An id, also when it is wrapped as {_id} or {$oid}, as document databases do. Null when the graph could not
 * look it up again: it is too long or has a lone surrogate. Such an id is not repaired, because two ids
 * could become one.
 */
export function identifier(value: unknown): string | null {
  const wrapped = record(value);
  const id = wrapped ? (wrapped['_id'] ?? wrapped['$oid'] ?? wrapped['id']) : value;
  const read = text(id);
  return read !== null && isProviderId(String(id)) ? read : null;
}

/** The ids of a list, without its other members. */
export function identifiers(value: unknown): string[] {
  return list(value).map(identifier).filter((id) => id !== null);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([['true', true], ['1', true], ['yes', true], ['false', false], ['0', false], ['no', false]]);

/** A boolean as databases and languages write it: true, "True", 1, "1", "yes" and their opposites. */
export function flag(value: unknown): boolean | null {
  const isWritten = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isWritten ? (FLAGS.get(String(value).trim().toLowerCase()) ?? null) : null;
}

/** A finite number, sent as a number or as a decimal string. */
export function number(value: unknown): number | null {
  const decimal = typeof value === 'string' ? writtenOut(value) : null;
  const read = typeof value === 'number' ? value : decimal === null ? Number.NaN : Number(decimal);
  return Number.isFinite(read) ? read : null;
}

/** The largest value of GraphQL's Int. */
const MAX_INT = 2 ** 31 - 1;

/** Whole seconds that fit GraphQL's Int; fractions are rounded. Negative durations are null. */
export function seconds(value: unknown): number | null {
  const read = Math.round(number(value) ?? Number.NaN);
  return read >= 0 && read <= MAX_INT ? Math.abs(read) : null;
}

/** An amount as a decimal string, with the zeros that the vendor wrote; null when the amount is ambiguous. */
export function decimal(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'string' ? writtenOut(String(value)) : null;
}

/**
 * No vendor has calls from before this century or plans for after it. Programs write times outside it
 * when they have no time: 0001-01-01, 1900, 1970 in any zone, 9999.
 */
const EARLIEST = Date.UTC(2000, 0, 1);
const END = Date.UTC(2100, 0, 1);

/** An instant from epoch milliseconds; null for NaN and for anything that cannot be the time of a call. */
export function instant(milliseconds: number): Date | null {
  return milliseconds >= EARLIEST && milliseconds < END ? new Date(milliseconds) : null;
}

/** An instant in ISO 8601 with a zone. */
export function isoInstant(value: unknown): Date | null {
  return typeof value === 'string' ? instant(readInstant(value.trim()).getTime()) : null;
}

/** An instant from epoch seconds; epoch milliseconds and ISO 8601 are accepted too. */
export function epochInstant(value: unknown): Date | null {
  const read = number(value);
  if (read === null) return isoInstant(value);
  return instant(Math.round(read * 1000)) ?? instant(Math.round(read));
}

/** The seconds from `start` to `end`; null when one is missing, when negative, or when too large for GraphQL's Int. */
export function secondsBetween(start: Date | null, end: Date | null): number | null {
  return start && end ? seconds((end.getTime() - start.getTime()) / 1000) : null;
}
