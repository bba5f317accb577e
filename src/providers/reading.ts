/**
 * Reading what a vendor sent, loosely: a value of an unexpected type, or none, is null, and never costs
 * the row. Numbers may come as strings and strings as numbers; vendors change their minds between versions.
 */

export type Json = Readonly<Record<string, unknown>>;

/** An object; null for anything else, lists included. */
export function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** A list; empty for anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list, other members left out. */
export function records(value: unknown): Json[] {
  return list(value).map(record).filter((entry) => entry !== null);
}

/** A text with something in it; numbers as they are written. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** A text that may be empty: for values that people entered, where empty is an answer too. */
export function verbatim(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** The texts of a list, other members left out. */
export function texts(value: unknown): string[] {
  return list(value).map(text).filter((entry) => entry !== null);
}

/** An id, also where it is wrapped as document databases do, as {_id} or {$oid}. */
export function identifier(value: unknown): string | null {
  const wrapped = record(value);
  return wrapped ? text(wrapped['_id'] ?? wrapped['$oid'] ?? wrapped['id']) : text(value);
}

export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

/** A finite number, given as one or as a decimal string. */
export function number(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const read = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(read) ? read : null;
}

/** Whole seconds that fit GraphQL's Int; fractions are rounded. */
export function seconds(value: unknown): number | null {
  const read = number(value);
  return read !== null && Math.abs(read) < 2 ** 31 ? Math.round(read) : null;
}

/** An amount as the vendor wrote it, kept as a decimal string. */
export function decimal(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? value.trim() : null;
}

/** The last instant that JavaScript can hold. */
const MAX_INSTANT = 8.64e15;

/** An instant in ISO 8601 with a zone. */
export function isoInstant(value: unknown): Date | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/i.test(value)) return null;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds);
}

/** An instant in whole seconds since 1970. */
export function epochSeconds(value: unknown): Date | null {
  const read = number(value);
  return read !== null && read > 0 && read * 1000 < MAX_INSTANT ? new Date(read * 1000) : null;
}

/** The seconds from one instant to a later one; null where either is missing. */
export function secondsBetween(start: Date | null, end: Date | null): number | null {
  return start && end && end >= start ? Math.round((end.getTime() - start.getTime()) / 1000) : null;
}
