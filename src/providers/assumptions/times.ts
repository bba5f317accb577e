import { type Assumption, cannotBeTold, doesNotHold, holds } from './assumption.js';
import { aboutCalls, counted, type ReadSample, type Sample } from './sample.js';

const MINUTE_MS = 60_000;
/** A call may be written a moment before its time. */
const TOLERATED_MS = 5 * MINUTE_MS;
/** Time zones differ by at least this much. */
const ZONE_STEP_MS = 30 * MINUTE_MS;

/**
 * That times mean the instants that we read. Times in a wrong zone are in the future or seem old. `saysZone`: each
 * time has a zone or is in UTC by its form, so that only a vendor's mistake can make it wrong.
 */
export function timesAreReal(facts: Omit<Assumption, 'check'>, sample: ReadSample, timesOf: (sample: Sample) => readonly (Date | null)[], saysZone: boolean): Assumption {
  return aboutCalls(facts, sample, (read, inquiry) => {
    const times = timesOf(read);
    const unread = times.filter((time) => time === null).length;
    if (unread > 0) return doesNotHold(`${unread} of ${counted(times.length, 'time')} can not be read.`);
    const age = inquiry.now() + (inquiry.clockSkew?.most ?? 0) - Math.max(...times.map((time) => time?.getTime() ?? 0));
    if (age < -TOLERATED_MS) return doesNotHold(`The newest call is ${lasting(-age)} in the future.`);
    const reason = `The newest of ${counted(read.rows.length, 'call')} is ${lasting(Math.max(0, age))} old.`;
    return saysZone || age < ZONE_STEP_MS ? holds(reason) : cannotBeTold(`${reason} Ask again within half an hour after a call.`);
  });
}

/** A span of time in words, roughly. */
export function lasting(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE_MS);
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}
