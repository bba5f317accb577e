import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT } from './built.js';
import stopPostgres from './stop-postgres.js';

/** Builds the product and its tests, once per run. */
export default function build({ rootDir }) {
  stopPostgres();
  const folder = join(rootDir, BUILT);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const { status } = spawnSync(join(rootDir, 'node_modules/.bin/swc'), ['src', 'test', '--out-dir', folder, '--quiet'], { cwd: rootDir, stdio: 'inherit' });
  // Shared between the tests and this set-up.
  cpSync(join(rootDir, 'test/running'), join(folder, 'test/running'), { recursive: true });
  if (status !== 0) throw new Error('The product or its tests could not be built.');
}
