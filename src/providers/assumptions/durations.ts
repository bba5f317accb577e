import { type Assumption, cannotBeTold, doesNotHold, holds } from './assumption.js';
import { aboutCalls, counted, type ReadSample, type Sample } from './sample.js';

/** A duration that the vendor states, and the one between the two times that it should have, in seconds. */
export interface StatedDuration {
  readonly stated: number | null;
  readonly measured: number | null;
}

/** Vendors round to seconds, some upwards, and some to their billing. */
const TOLERATED_SECONDS = 5;
const TOLERATED_SHARE = 0.1;
const MOST_OTHERS = 0.2;

/** That a duration is in seconds and lasts from the one time to the other. */
export function durationsAreSeconds(facts: Omit<Assumption, 'check'>, sample: ReadSample, durationsOf: (sample: Sample) => readonly StatedDuration[]): Assumption {
  return aboutCalls(facts, sample, (read) => {
    const pairs = durationsOf(read).flatMap(({ stated, measured }) => (stated !== null && measured !== null && stated > 0 && measured > 0 ? [{ stated, measured }] : []));
    if (pairs.length === 0) return cannotBeTold(`None of ${counted(read.rows.length, 'call')} has the duration and both times.`);
    const others = pairs.filter(({ stated, measured }) => Math.abs(stated - measured) > Math.max(TOLERATED_SECONDS, measured * TOLERATED_SHARE));
    if (others.length <= pairs.length * MOST_OTHERS) return holds(`So it is for ${pairs.length - others.length} of ${counted(pairs.length, 'call')}.`);
    return doesNotHold(`It differs for ${others.length} of ${counted(pairs.length, 'call')}, typically ${typicalRatio(others)} times as long.`);
  });
}

function typicalRatio(pairs: readonly { readonly stated: number; readonly measured: number }[]): string {
  const ratios = pairs.map(({ stated, measured }) => stated / measured).sort((a, b) => a - b);
  return (ratios[Math.floor(ratios.length / 2)] ?? 1).toPrecision(2);
}
