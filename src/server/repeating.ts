import { setTimeout as wait } from 'node:timers/promises';

/**
 * Does a job again and again, each time so many milliseconds after it was done, until the signal stops
 * it. A job that fails is heard of and done again. Resolves when the last one is done.
 */
export async function repeat(everyMs: number, job: () => Promise<void>, signal: AbortSignal, onTrouble: (error: unknown) => void): Promise<void> {
  while (!signal.aborted) {
    await job().catch(onTrouble);
    // Rejects when it is stopped while waiting, which is the usual way.
    await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
