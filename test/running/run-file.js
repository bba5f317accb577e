import circus from 'jest-circus/runner';
import { pathToFileURL } from 'node:url';
import 'reflect-metadata';
import { builtFile } from './built.js';

let files = 0;

/** Jest itself still runs in a world of its own, where `String` is another one: `expect.any(String)` needs that of the tests. */
const BUILT_INS = Object.fromEntries(
  Object.entries(Object.getOwnPropertyDescriptors(globalThis))
    .filter(([name, { value }]) => typeof value === 'function' && /^[A-Z]/.test(name))
    .map(([name, { value }]) => [name, value]),
);

/**
 * Runs one test file with jest-circus, but has Node load it: a worker loads the product once, and not anew
 * for each file. Jest would load each module into a world of its own, which takes more time than most tests.
 * Test files of a worker share what modules keep; the product keeps caches there, and no state.
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
        // Each time a test file runs, as in watch mode, it is another module.
        return import(`${pathToFileURL(built).href}?run=${files}`);
      },
    },
  });
  return circus.default(globalConfig, config, environment, native, testPath, sendMessageToJest);
}
