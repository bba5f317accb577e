import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The longest time, in milliseconds, for which the event loop was blocked during a task. */
export async function stallOf(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  // A delay only shows at the next turn of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.disable();
  return delay.max / 1e6;
}
