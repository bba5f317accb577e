import { isoInstant } from '../reading.js';

/** The zone as some of Plivo's resources write it: "+0000 UTC". */
const GO_ZONE = /\s([+-]\d{4})(?:\s(?:[A-Z]{3,4}|[+-]\d{2,4}))?$/;
/** A zone in whole hours. */
const SHORT_ZONE = /(:\d{2}(?:\.\d+)?[+-]\d{2})$/;

/** An instant with its zone: 2015-07-26 15:45:14+05:30. Null without a zone. */
export function readTime(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  return isoInstant(value.trim().replace(GO_ZONE, '$1').replace(SHORT_ZONE, '$1:00'));
}

/** When a call began that is going on. It comes without a zone, in UTC, and finer than the second to which Plivo rounds it later. */
export function readSessionStart(value: unknown): Date | null {
  const read = typeof value === 'string' ? (readTime(value) ?? isoInstant(`${value.trim()}Z`)) : null;
  return read && new Date(Math.floor(read.getTime() / 1000) * 1000);
}

/** As Plivo's filters take it: in UTC, without a zone. */
export function writeTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')}000`;
}
