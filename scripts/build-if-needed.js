/**
 * Builds unless dist is newer than every source: `npm start` works in a fresh clone, and where only dist was
 * shipped. Where what builds is not installed (npm ci --omit=dev), a dist that was built before is started.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ENTRY = join('dist', 'main.js');

/** When anything below a folder last changed, in epoch milliseconds. */
function lastChange(folder) {
  return Math.max(...readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs));
}

const isBuilt = existsSync(ENTRY);
const isCurrent = isBuilt && (!existsSync('src') || statSync(ENTRY).mtimeMs > lastChange('src'));
if (!isCurrent) {
  if (existsSync(join('node_modules', '.bin', 'swc'))) process.exit(spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' }).status ?? 1);
  if (isBuilt) console.error('dist is older than src, and what builds it is not installed: dist is started as it is.');
  else {
    console.error('There is no dist, and what builds it is not installed. Run `npm ci && npm run build && npm prune --omit=dev` before.');
    process.exit(1);
  }
}
