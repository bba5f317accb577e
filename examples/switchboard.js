import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/**
 * Starts a Switchboard in a process of its own. It gets the given settings only and reads no .env file:
 * without any, its providers are simulated, whatever credentials the machine has.
 */
export async function startSwitchboard(settings = {}) {
  const child = spawn(process.execPath, [MAIN], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  // Whatever this process ends of, that one does not outlive it.
  process.once('exit', () => child.kill());
  return {
    url: await addressPrinted(child),
    async close() {
      child.kill();
      await exit;
    },
  };
}

function addressPrinted(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (data) => {
      printed += data;
      const [address] = /http:\S+(?=\s)/.exec(printed) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`Switchboard ended with ${code} before it listened`)));
    child.once('error', reject);
  });
}
