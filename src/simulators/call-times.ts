import { DateTime } from 'luxon';
import type { Random } from './random.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Share of calls that begin in the very second of the one before, which is what makes paging hard. */
const TIE_SHARE = 0.03;

/** How many of the newest calls fall into the last minutes. */
export const RECENT_CALLS = 8;

/**
 * When calls were made, oldest first, in epoch milliseconds: over six months less a day, denser
 * towards today, on working days from 4 to 18 h UTC, and the newest few in the last ten minutes.
 */
export function makeCallTimes(random: Random, now: number, count: number): number[] {
  const oldest = DateTime.fromMillis(now, { zone: 'utc' }).minus({ months: 6 }).plus({ days: 1 }).toMillis();
  const newestOfOld = now - 15 * MINUTE;
  const recent = Math.min(RECENT_CALLS, count);

  const times: number[] = [];
  while (times.length < count - recent) {
    const previous = times.at(-1);
    if (previous !== undefined && random.chance(TIE_SHARE)) {
      times.push(previous);
      continue;
    }
    const age = Math.floor((newestOfOld - oldest) * random.fraction() ** 1.5);
    const raw = newestOfOld - age;
    const shifted = inWorkingHours(random, raw);
    times.push(shifted < oldest ? raw : shifted);
  }
  for (let index = 0; index < recent; index += 1) {
    times.push(now - random.integer(MINUTE, 10 * MINUTE));
  }
  return times.sort((a, b) => a - b);
}

/** A time of the same working day, or of the Friday before a weekend; never later than `time`. */
function inWorkingHours(random: Random, time: number): number {
  const weekday = new Date(time).getUTCDay();
  const daysBack = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  const midnight = Math.floor(time / DAY) * DAY - daysBack * DAY;
  const hour = random.integer(4, 17);
  const wished = midnight + hour * 60 * MINUTE + random.integer(0, 60 * MINUTE - 1);
  return Math.min(wished, time);
}
