import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 20;
const LONGEST_MS = 15_000;

/** Asks again and again until the answer is a good one, and returns it. Fails, saying what for, when it takes too long. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, isGood: (answer: T) => boolean = Boolean, longestMs = LONGEST_MS): Promise<T> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (performance.now() - began > longestMs) throw new Error(`Waited in vain for ${what}; the last answer was ${JSON.stringify(answer)}.`);
    await wait(PAUSE_MS);
  }
}
