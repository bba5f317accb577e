import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 20;
/** Less than a test may take, so that it says what it waited for. */
const LONGEST_MS = 15_000;
const LONGEST_ANSWER = 500;

/** Asks again and again until the answer is a good one, and returns it. Fails, saying what for, when it takes too long. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, isGood: (answer: T) => boolean = Boolean): Promise<T> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (performance.now() - began > LONGEST_MS) throw new Error(`Waited in vain for ${what}; the last answer was ${JSON.stringify(answer)?.slice(0, LONGEST_ANSWER)}.`);
    await wait(PAUSE_MS);
  }
}
