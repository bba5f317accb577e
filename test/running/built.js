import { join, relative } from 'node:path';

/** Where the product and its tests are while they are run, below the project's folder. */
export const BUILT = '.built';

/** The built file of a test's source. */
export function builtFile(rootDir, source) {
  return join(rootDir, BUILT, relative(rootDir, source)).replace(/\.ts$/, '.js');
}
