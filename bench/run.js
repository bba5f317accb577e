/** `npm run bench`: installs what the benchmark needs besides the project, then runs it. */
import { installDependencies } from './dependencies.js';

installDependencies();
// Only now is there what it imports.
const { bench } = await import('./bench.js');
await bench();
