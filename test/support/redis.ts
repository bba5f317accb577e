import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { closedPort } from './closed-port.js';
import { eventually } from './eventually.js';

const SERVER = '/usr/bin/redis-server';
const HOW_TO_INSTALL = `No ${SERVER}: apt-get install redis-server`;

/** A Redis on a free port that can be stalled, killed and started again. It keeps nothing on the disk. */
export class RedisServer {
  private process: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'switchboard-redis-'));
  private port = '';

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it empty, if it does not run. `settings`: its own, such as `--maxmemory`. */
  async start(...settings: readonly string[]): Promise<this> {
    if (this.process) return this;
    this.port ||= new URL(await closedPort()).port;
    this.process = spawn(SERVER, ['--port', this.port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.folder, ...settings], { stdio: 'ignore' });
    await eventually('Redis to answer', () => this.run('PING').catch(() => ''), (reply) => reply === 'PONG');
    return this;
  }

  /** Ends it at once; everything in it is lost. */
  async kill(): Promise<void> {
    const { process } = this;
    this.process = null;
    if (process?.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  }

  /** It keeps its connections and its data, and answers nothing. */
  stall(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The reply to one command. */
  async run(command: string, ...words: readonly string[]): Promise<unknown> {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(command, ...words);
    } finally {
      client.disconnect();
    }
  }
}

/** Tests with a Redis of their own. */
export function describeWithRedis(title: string, suite: (redis: RedisServer) => void): void {
  if (!existsSync(SERVER)) {
    if (process.env['CI'] === 'true') throw new Error(HOW_TO_INSTALL);
    process.stderr.write(`${HOW_TO_INSTALL}. Until then the tests of shared caches don't run.\n`);
    return;
  }
  describe(title, () => {
    const redis = new RedisServer();
    beforeAll(() => redis.start());
    suite(redis);
    afterAll(() => redis.end());
  });
}
