import { join, relative } from 'node:path';

/** The folder of the built product and tests, below the project's folder. */
export const BUILT = '.built';

/** The built file of a test source. */
export function builtFile(rootDir, source) {
  return join(rootDir, BUILT, relative(rootDir, source)).replace(/\.ts$/, '.js');
}
