/** Loaded into every process that is measured, so that each can say what it used without knowing of it. */
import { answer } from './answers.js';

/** User and system time of all threads, in microseconds. */
answer('cpu', () => {
  const { user, system } = process.cpuUsage();
  return user + system;
});
