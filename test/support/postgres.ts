import { type ChildProcess, execFile, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { closedPort } from './closed-port.js';
import { eventually } from './eventually.js';

const DEBIAN = '/usr/lib/postgresql';
const run = promisify(execFile);

/** Debian's newest server binaries; null where PostgreSQL is not installed. */
export const POSTGRES_BINARIES = newestBinaries();

function newestBinaries(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

/** PostgreSQL refuses to run as root. */
function asPostgres(): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (which: string) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** A PostgreSQL cluster of the tests' own, in a temporary folder and on a free port. */
export class PostgresCluster {
  private readonly folder = mkdtempSync(join(tmpdir(), 'switchboard-pg-'));
  private readonly owner = asPostgres();
  private server: ChildProcess | undefined;
  private port = '';
  private databases = 0;

  constructor(private readonly bin: string) {}

  async start(): Promise<this> {
    const data = join(this.folder, 'data');
    const sockets = join(this.folder, 'sockets');
    mkdirSync(sockets);
    if (this.owner.uid !== undefined) for (const folder of [this.folder, sockets]) chownSync(folder, this.owner.uid, Number(this.owner.gid));
    await this.run('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions');
    this.port = new URL(await closedPort()).port;
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `port=${this.port}`, `unix_socket_directories=${sockets}`];
    this.server = spawn(join(this.bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...this.owner,
      cwd: this.folder,
      stdio: 'ignore',
    });
    process.once('exit', this.kill);
    await eventually('PostgreSQL to accept connections', () => this.run('pg_isready', ...this.address()).then(() => true, () => false));
    return this;
  }

  /** The URL of a new, empty database. */
  async createDatabase(): Promise<string> {
    this.databases += 1;
    const name = `switchboard_${this.databases}`;
    await this.run('createdb', ...this.address(), '-U', 'postgres', name);
    return `postgresql://postgres@127.0.0.1:${this.port}/${name}`;
  }

  /** Ends every connection to a database, and lets nobody in until it is told to. */
  async close(url: string): Promise<void> {
    await this.sql(`alter database ${nameIn(url)} allow_connections false`);
    await this.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameIn(url)}'`);
  }

  async reopen(url: string): Promise<void> {
    await this.sql(`alter database ${nameIn(url)} allow_connections true`);
  }

  /** What a statement answers, as text; in the database of a URL, or in the cluster's own. */
  async sql(statement: string, url?: string): Promise<string> {
    return this.run('psql', ...this.address(), '-U', 'postgres', '-d', url === undefined ? 'postgres' : nameIn(url), '-Atc', statement);
  }

  async stop(): Promise<void> {
    process.off('exit', this.kill);
    if (this.server?.exitCode === null) {
      const ended = once(this.server, 'exit');
      // Without waiting for clients.
      this.server.kill('SIGINT');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private readonly kill = () => void this.server?.kill('SIGQUIT');

  private address(): string[] {
    return ['-h', '127.0.0.1', '-p', this.port];
  }

  private async run(program: string, ...parameters: string[]): Promise<string> {
    const { stdout } = await run(join(this.bin, program), parameters, { ...this.owner, cwd: this.folder });
    return stdout.trim();
  }
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}
