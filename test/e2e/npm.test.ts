import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from '@jest/globals';
import { useChildren } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { isListening } from '../support/raw-client.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const children = useChildren();
const started: ChildProcess[] = [];
// The whole group: what is tested is that npm leaves nobody behind.
afterEach(() => {
  for (const { pid } of started.splice(0)) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  }
});

/** A checkout that was built before, without its sources. */
function shipped(): string {
  const folder = children.folder('shipped');
  symlinkSync(dirname(folder), join(folder, 'dist'));
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
  return folder;
}

async function run(script: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn('npm', ['run', script], { cwd: shipped(), detached: true, env: { PATH: process.env['PATH'], HOME: children.folder('home'), PORT: '0', LOG_LEVEL: 'silent', npm_config_update_notifier: 'false' }, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url !== undefined) return { child, url };
  }
  throw new Error('It ended before it served anything.');
}

test.each(['start', 'simulators'])('npm run %s ends when npm is told to, and leaves nothing on the port', async (script) => {
  const { child, url } = await run(script);
  expect(await isListening(url)).toBe(true);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  await eventually('the port to be free', async () => !(await isListening(url)));
}, 30_000);
