import { DateTime } from 'luxon';
import { Refusal } from '../answer.js';
import type { Query } from '../query.js';
import type { LocalTime } from './local-time.js';
import { readBounds } from './operators.js';

/** The searched period with inclusive ends, as local timestamps, which compare as text. */
export interface Window {
  from: string;
  to: string;
}

const DEFAULT_DAYS = 31;
const HISTORY = { months: 6 };
const MAX_SPAN = { months: 1 };

/**
 * Reads DateCreated. Without it, the last 31 days. With one bound only, up to now or one month back.
 * @throws Refusal with status 400 for an unreadable value, more than one calendar month, or over six months ago
 */
export function readWindow(query: Query, localTime: LocalTime, now: number): Window {
  const bounds = query.value('DateCreated', 'gte:YYYY-MM-DD HH:mm:ss;lte:YYYY-MM-DD HH:mm:ss', (text) =>
    readBounds(text, ['gte', 'lte'], localTime.read),
  );
  const present = localTime.read(localTime.write(now)) as DateTime;
  const oldest = present.minus(HISTORY);
  if (!bounds) return write(localTime, present.minus({ days: DEFAULT_DAYS }), present);

  const to = bounds.lte ?? present;
  const from = bounds.gte ?? DateTime.max(oldest, to.minus(MAX_SPAN));
  if (from < oldest || to < oldest) throw new Refusal(400, 'DateCreated goes back more than 6 months');
  if (from > to) throw new Refusal(400, 'DateCreated begins after its end');
  if (from.plus(MAX_SPAN) < to) throw new Refusal(400, 'DateCreated spans more than 1 month');
  return write(localTime, from, to);
}

function write(localTime: LocalTime, from: DateTime, to: DateTime): Window {
  return { from: localTime.write(from.toMillis()), to: localTime.write(to.toMillis()) };
}
