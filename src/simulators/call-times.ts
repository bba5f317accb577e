import { DateTime } from 'luxon';
import type { Random } from './random.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The share of calls that begin in the same second as the previous call. Such ties make paging hard. */
const TIE_SHARE = 0.03;

/** The number of calls in the last minutes. */
export const RECENT_CALLS = 8;

/**
 * The times of calls, oldest first, in epoch milliseconds. They cover six months minus one day, get denser towards
 * now, and are on working days from 4 to 18 h UTC. The newest few are in the last ten minutes.
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

/** A time on the same working day, or on Friday for a weekend. Never later than `time`. */
function inWorkingHours(random: Random, time: number): number {
  const weekday = new Date(time).getUTCDay();
  const daysBack = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  const midnight = Math.floor(time / DAY) * DAY - daysBack * DAY;
  const hour = random.integer(4, 17);
  const wished = midnight + hour * 60 * MINUTE + random.integer(0, 60 * MINUTE - 1);
  return Math.min(wished, time);
}
