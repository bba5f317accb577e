import type { Query } from '../query.js';
import { comparisonParameters } from './period.js';

/** Reads the filter by talk time, in whole seconds. A row without one passes only if the filter is not there. */
export function readTalkTime(query: Query): (talkTime: unknown) => boolean {
  const [exact, gt, gte, lt, lte] = comparisonParameters('bill_duration').map((name) => query.integer(name));
  const tests: ((seconds: number) => boolean)[] = [];
  if (exact !== undefined) tests.push((seconds) => seconds === exact);
  if (gt !== undefined) tests.push((seconds) => seconds > gt);
  if (gte !== undefined) tests.push((seconds) => seconds >= gte);
  if (lt !== undefined) tests.push((seconds) => seconds < lt);
  if (lte !== undefined) tests.push((seconds) => seconds <= lte);
  return (talkTime) => tests.every((test) => talkTime !== null && talkTime !== undefined && test(Number(talkTime)));
}
