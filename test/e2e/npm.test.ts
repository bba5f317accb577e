import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRODUCT, useChildren } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { isListening } from '../support/raw-client.js';

const ROOT = process.cwd();
const children = useChildren();
const started: ChildProcess[] = [];
// The whole process group, to test that npm leaves no process behind.
afterEach(() => {
  for (const { pid } of started.splice(0)) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // All processes have ended.
    }
  }
});

/** A built checkout without sources. */
function shipped(): string {
  const folder = children.folder('shipped');
  symlinkSync(PRODUCT, join(folder, 'dist'));
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
  return folder;
}

async function run(script: string): Promise<{ child: ChildProcess; url: string; said: () => string }> {
  const child = spawn('npm', ['run', script], { cwd: shipped(), detached: true, env: { PATH: process.env['PATH'], HOME: children.folder('home'), PORT: '0', LOG_LEVEL: 'silent', npm_config_update_notifier: 'false' }, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [found] = /http:\S+(?=\s)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('It ended before it served anything.')));
  });
  return { child, url, said: () => said };
}

test.each(['start', 'simulators'])('npm run %s stops when npm gets the signal, and frees the port', async (script) => {
  const { child, url, said } = await run(script);
  if (script === 'start') await eventually('where a browser finds the explorers', () => /http:\S+\/graphiql/.test(said()));
  expect(await isListening(url)).toBe(true);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  await eventually('the port to be free', async () => !(await isListening(url)));
});

describe('Without the build tools, npm start', () => {
  const TOMORROW = new Date(Date.now() + 86_400_000);

  /** A checkout after npm ci --omit=dev. Its sources are newer than its build, if it has one. */
  function checkout(isBuilt: boolean): string {
    const folder = children.folder('production');
    for (const name of ['src', ...(isBuilt ? ['dist'] : [])]) mkdirSync(join(folder, name));
    if (isBuilt) writeFileSync(join(folder, 'dist/main.js'), '');
    writeFileSync(join(folder, 'src/main.ts'), '');
    utimesSync(join(folder, 'src/main.ts'), TOMORROW, TOMORROW);
    return folder;
  }
  const prepare = (folder: string) => spawnSync(process.execPath, [join(ROOT, 'scripts/build-if-needed.js')], { cwd: folder, encoding: 'utf8' });

  test('starts the existing build, and says so', () => {
    expect(prepare(checkout(true))).toMatchObject({ status: 0, stderr: expect.stringContaining('dist is started as it is') });
  });

  test('says what to do if there is no build', () => {
    expect(prepare(checkout(false))).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run build') });
  });
});

test('npm run bench prints its options before anything is built or installed', () => {
  const help = spawnSync(process.execPath, [join(ROOT, 'bench/run.js'), '--help'], { cwd: children.folder('bench'), encoding: 'utf8' });
  expect(help).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--seconds') });
  const mistake = spawnSync(process.execPath, [join(ROOT, 'bench/run.js'), '--second', '1'], { cwd: children.folder('bench'), encoding: 'utf8' });
  expect(mistake).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining("Unknown option '--second'") });
});
