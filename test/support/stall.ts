import { monitorEventLoopDelay } from 'node:perf_hooks';

/** For how long at most, in milliseconds, this process did nothing else while something was done. */
export async function stallOf(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  // What was held up is only seen at the next turn.
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.disable();
  return delay.max / 1e6;
}
