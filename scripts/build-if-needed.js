/** Builds unless dist is newer than every source: `npm start` works in a fresh clone, and where only dist was shipped. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ENTRY = join('dist', 'main.js');

/** When anything below a folder last changed, in epoch milliseconds. */
function lastChange(folder) {
  return Math.max(...readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs));
}

const isCurrent = existsSync(ENTRY) && (!existsSync('src') || statSync(ENTRY).mtimeMs > lastChange('src'));
if (!isCurrent) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
