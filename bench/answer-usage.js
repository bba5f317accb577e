/** Loaded into every process that is measured, so that each can say what it used without knowing of it. */
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { answer } from './answers.js';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let collecting = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) collecting += duration;
}).observe({ entryTypes: ['gc'] });

/** Microseconds of user and system time of all threads, and milliseconds in which garbage was collected, since the process began. */
answer('usage', () => {
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, collecting };
});

/** Milliseconds by which the event loop was late at most, 99 times of 100, since this was last asked. */
answer('event loop delay', () => {
  const milliseconds = delay.percentile(99) / 1e6;
  delay.reset();
  return milliseconds;
});
