import { type Assumption, cannotBeTold, doesNotHold, holds } from './assumption.js';

const MOST_SECONDS = 60;

/** Switchboard measures the difference and allows for it where it matters, so a large one is only a hint. */
export function clockAgrees(): Assumption {
  return {
    id: 'clock',
    claim: `Its clock and ours differ by at most ${MOST_SECONDS} seconds.`,
    answersDepend: false,
    async check({ clockSkew }) {
      if (!clockSkew) return cannotBeTold('Its answers have no Date.');
      const least = Math.round(clockSkew.least / 1000);
      const most = Math.round(clockSkew.most / 1000);
      if (least > MOST_SECONDS) return doesNotHold(`Its clock is ${least} seconds or more ahead of ours.`);
      if (most < -MOST_SECONDS) return doesNotHold(`Its clock is ${-most} seconds or more behind ours.`);
      return holds(`Its clock is between ${least} and ${most} seconds ahead of ours.`);
    },
  };
}
