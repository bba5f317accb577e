import { setTimeout as wait } from 'node:timers/promises';

/**
 * Repeats a job until the signal aborts, each time `everyMs` milliseconds after the last run ended. `onError` gets
 * a job's error, and the job is repeated. Resolves after the last run.
 */
export async function repeat(everyMs: number, job: () => Promise<void>, signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  while (!signal.aborted) {
    await job().catch(onError);
    // The wait rejects when the signal aborts.
    await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
