/** `npm run bench`: builds the project, installs what the benchmark needs besides it, then runs it. */
import { execFileSync } from 'node:child_process';
import { installDependencies } from './dependencies.js';
import { HELP, readOptions } from './options.js';

const options = readOrExit();
execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'inherit', 'inherit'] });
installDependencies();
// Only now is there what it imports.
const { bench } = await import('./bench.js');
await bench(options);

/** What is asked for, before anything is built for it. */
function readOrExit() {
  try {
    const read = readOptions();
    if (read !== null) return read;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(1);
  }
}
