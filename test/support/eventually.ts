import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 20;
/** Shorter than a test's timeout, so that the error says what it waited for. */
const LONGEST_MS = 15_000;
const LONGEST_ANSWER = 500;

/** Polls until the value is accepted, and returns it. Fails with the name of the condition after a timeout. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, isGood: (answer: T) => boolean = Boolean): Promise<T> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (performance.now() - began > LONGEST_MS) throw new Error(`Waited in vain for ${what}; the last answer was ${JSON.stringify(answer)?.slice(0, LONGEST_ANSWER)}.`);
    await wait(PAUSE_MS);
  }
}
