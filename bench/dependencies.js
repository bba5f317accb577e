import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The peers and the load generator are no dependencies of the project: they are installed here, when first needed. */
export function installDependencies() {
  if (existsSync(`${folder}node_modules`)) return;
  console.error('Installing the dependencies of the benchmark.');
  execFileSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
