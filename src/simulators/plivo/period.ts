import { Refusal } from '../answer.js';
import type { Query } from '../query.js';
import { readFilterTime } from './times.js';

const DAY = 24 * 60 * 60 * 1000;
/** Without a time, the last week is searched. */
const DEFAULT_MS = 7 * DAY;
const LONGEST_MS = 30 * DAY;

/** The names of a filter's parameters: a value, or what to compare with. */
export function comparisonParameters(field: string): string[] {
  return [field, ...['gt', 'gte', 'lt', 'lte'].map((operator) => `${field}__${operator}`)];
}

/**
 * Reads a time filter. One end alone means the thirty days before or after it. A row with an unreadable time passes.
 * @throws Refusal with status 400 for more than thirty days
 */
export function readPeriod(query: Query, field: string, now: number): (time: number) => boolean {
  const read = (name: string) => query.value(name, 'a time as YYYY-MM-DD HH:MM[:ss[.uuuuuu]]', readFilterTime);
  const [exact, gt, gte, lt, lte] = comparisonParameters(field).map(read);
  if (exact !== undefined) return (time) => Number.isNaN(time) || time === exact;
  const from = gte ?? gt;
  const to = lte ?? lt;
  const start = from ?? (to === undefined ? now - DEFAULT_MS : to - LONGEST_MS);
  const end = to ?? (from === undefined ? now : from + LONGEST_MS);
  if (end - start > LONGEST_MS) throw new Refusal(400, `${field} must not span more than 30 days`);
  return (time) => Number.isNaN(time) || (time >= start && time <= end && time !== gt && time !== lt);
}
