import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Data, Graph } from './graph.js';
import { plain } from './plain.js';
import { request } from './switchboard.js';

const ULIMIT_BLOCK = 512;
/** The folder of the product as built for this run. */
export const PRODUCT = fileURLToPath(new URL('../../src/', import.meta.url));

/** The product as it runs in production: a separate process that can be killed. */
export class Child implements Pick<Graph, 'ask'> {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  /**
   * `started` gets the process before it is ready. `largestFile`: the maximum size of a file that it writes, in
   * bytes. Beyond that, writing fails as on a full disk.
   */
  static async start(folder: string, started: (child: ChildProcess) => void, environment: Readonly<Record<string, string>>, largestFile?: number): Promise<Child> {
    const settings = { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', ...plain(environment), ...environment };
    const limit = largestFile === undefined ? '' : `ulimit -f ${Math.floor(largestFile / ULIMIT_BLOCK)};`;
    const child = spawn('sh', ['-c', `${limit} exec "$0" "$1"`, process.execPath, join(PRODUCT, 'main.js')], { cwd: folder, env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
    started(child);
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /http:\S+/.exec(line) ?? [];
      if (url !== undefined) return new Child(child, url);
    }
    throw new Error('The process ended before it served anything.');
  }

  ask(query: string, variables: Data = {}): Promise<any> {
    return request(this.url, query, variables);
  }

  /** Kills it at once, so that it can't catch the signal. */
  kill(): Promise<void> {
    return kill(this.process);
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

export interface Children {
  start(environment: Readonly<Record<string, string>>, largestFile?: number): Promise<Child>;
  /** An empty folder that is deleted after the tests. */
  folder(name: string): string;
}

/** Processes of the product, which end with the tests at the latest. */
export function useChildren(): Children {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-children-'));
  const started: ChildProcess[] = [];
  afterAll(async () => {
    await Promise.all(started.map(kill));
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    start: (environment, largestFile) => Child.start(folder, (child) => void started.push(child), environment, largestFile),
    folder: (name) => mkdtempSync(join(folder, `${name}-`)),
  };
}
