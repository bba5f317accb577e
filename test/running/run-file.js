import circus from 'jest-circus/runner';
import { pathToFileURL } from 'node:url';
import 'reflect-metadata';
import { builtFile } from './built.js';

let files = 0;

/** Jest runs in a separate VM context with its own `String`, but `expect.any(String)` needs the one of the tests. */
const BUILT_INS = Object.fromEntries(
  Object.entries(Object.getOwnPropertyDescriptors(globalThis))
    .filter(([name, { value }]) => typeof value === 'function' && /^[A-Z]/.test(name))
    .map(([name, { value }]) => [name, value]),
);

/**
 * Runs one test file with jest-circus, but loads it with Node, so that a worker loads the product only once.
 * Jest would load every module again for each file, which takes more time than most tests. The test files of a
 * worker share the state of modules; the product's modules hold caches, but no state.
 */
export default function runFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  Object.assign(environment.global, BUILT_INS);
  const native = Object.create(runtime, {
    setGlobalsForRuntime: { value: (globals) => Object.assign(globalThis, globals) },
    unstable_shouldLoadAsEsm: { value: () => true },
    unstable_importModule: {
      value: (source) => {
        const built = builtFile(config.rootDir, source);
        files += 1;
        // In watch mode a file runs several times, and each run needs a new module.
        return import(`${pathToFileURL(built).href}?run=${files}`);
      },
    },
  });
  return circus.default(globalConfig, config, environment, native, testPath, sendMessageToJest);
}
