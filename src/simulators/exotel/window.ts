import { DateTime } from 'luxon';
import { Refusal } from '../answer.js';
import type { Query } from '../query.js';
import type { LocalTime } from './local-time.js';
import { readBounds } from './operators.js';

/** The period that is searched, both ends included, as local timestamps: those compare as text. */
export interface Window {
  from: string;
  to: string;
}

const DEFAULT_DAYS = 31;
const HISTORY = { months: 6 };
const LONGEST = { months: 1 };

/**
 * Reads DateCreated. Without it, the last 31 days; with one bound only, up to now or one month back.
 * Refuses with 400 what can't be parsed, more than one calendar month, and what is older than six.
 */
export function readWindow(query: Query, localTime: LocalTime, now: number): Window {
  const bounds = query.value('DateCreated', 'gte:YYYY-MM-DD HH:mm:ss;lte:YYYY-MM-DD HH:mm:ss', (text) =>
    readBounds(text, ['gte', 'lte'], localTime.read),
  );
  const present = localTime.read(localTime.write(now)) as DateTime;
  const oldest = present.minus(HISTORY);
  if (!bounds) return write(localTime, present.minus({ days: DEFAULT_DAYS }), present);

  const to = bounds.lte ?? present;
  const from = bounds.gte ?? DateTime.max(oldest, to.minus(LONGEST));
  if (from < oldest || to < oldest) throw new Refusal(400, 'DateCreated goes back more than 6 months');
  if (from > to) throw new Refusal(400, 'DateCreated begins after its end');
  if (from.plus(LONGEST) < to) throw new Refusal(400, 'DateCreated spans more than 1 month');
  return write(localTime, from, to);
}

function write(localTime: LocalTime, from: DateTime, to: DateTime): Window {
  return { from: localTime.write(from.toMillis()), to: localTime.write(to.toMillis()) };
}
