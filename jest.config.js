import { availableParallelism } from 'node:os';

/** Node itself loads the product and its tests, as they are built for the run: see test/running. */
export default {
  testEnvironment: 'node',
  // Tests wait for one another's processes and clocks: more workers than cores.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: './test/running/build.js',
  globalTeardown: './test/running/stop-postgres.js',
  testRunner: './test/running/run-file.js',
  transform: {},
  // Long enough for a busy machine: what a test waits for ends sooner, and says what it was.
  testTimeout: 60_000,
};
