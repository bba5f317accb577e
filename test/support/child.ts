import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll } from '@jest/globals';
import type { Data, Graph } from './graph.js';
import { PLAIN } from './plain.js';
import { request } from './switchboard.js';

const ULIMIT_BLOCK = 512;
const ROOT = new URL('../../', import.meta.url).pathname;

/** The product as it is started in life: a process of its own, which can be killed. */
export class Child implements Pick<Graph, 'ask'> {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  /** `largestFile`: how many bytes it may write into one file, after which it is as if the disk were full. */
  static async start(folder: string, environment: Readonly<Record<string, string>>, largestFile?: number): Promise<Child> {
    const settings = { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', ...PLAIN, ...environment };
    const limit = largestFile === undefined ? '' : `ulimit -f ${Math.floor(largestFile / ULIMIT_BLOCK)};`;
    const child = spawn('sh', ['-c', `${limit} exec "$0" main.js`, process.execPath], { cwd: folder, env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /http:\S+/.exec(line) ?? [];
      if (url !== undefined) return new Child(child, url);
    }
    throw new Error('The process ended before it served anything.');
  }

  ask(query: string, variables: Data = {}): Promise<any> {
    return request(this.url, query, variables);
  }

  /** Ends it at this very instruction: nothing of it can be caught. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}

export interface Children {
  start(environment: Readonly<Record<string, string>>, largestFile?: number): Promise<Child>;
  /** An empty folder that lasts as long as the tests. */
  folder(name: string): string;
}

/** Builds the product into a temporary folder, and starts processes of it that end with the tests at the latest. */
export function useChildren(): Children {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-built-'));
  const started: Child[] = [];
  beforeAll(() => {
    execFileSync(join(ROOT, 'node_modules/.bin/swc'), ['src', '--out-dir', folder, '--strip-leading-paths', '--quiet'], { cwd: ROOT });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(async () => {
    await Promise.all(started.map((child) => child.kill()));
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async start(environment, largestFile) {
      const child = await Child.start(folder, environment, largestFile);
      started.push(child);
      return child;
    },
    folder: (name) => mkdtempSync(join(folder, `${name}-`)),
  };
}
