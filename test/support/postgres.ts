import { execFile, execFileSync, type SpawnOptions } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CLUSTER_FILE, CLUSTER_LOCK } from '../running/cluster-file.js';
import { closedPort } from './closed-port.js';

const DEBIAN = '/usr/lib/postgresql';
const run = promisify(execFile);

/** The newest server binaries from Debian. Null if PostgreSQL is not installed. */
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

/** The test run's PostgreSQL, in a temporary folder and on a free port. It ends with the run. */
export class PostgresCluster {
  private readonly owner = asPostgres();

  private constructor(
    private readonly bin: string,
    private readonly port: string,
  ) {}

  /** The run's cluster. The first caller starts it. Rejects if that takes longer than `patienceMs`. */
  static async shared(bin: string, patienceMs: number): Promise<PostgresCluster> {
    if (isFirst()) await start(bin);
    for (const began = Date.now(); !existsSync(CLUSTER_FILE); await wait(50)) {
      if (Date.now() - began > patienceMs) throw new Error(`PostgreSQL did not start within ${patienceMs} ms.`);
    }
    return new PostgresCluster(bin, (JSON.parse(readFileSync(CLUSTER_FILE, 'utf8')) as { port: string }).port);
  }

  /** The URL of a new, empty database. */
  async createDatabase(): Promise<string> {
    const name = `switchboard_${process.pid}_${databases++}`;
    await this.run('createdb', '-h', '127.0.0.1', '-p', this.port, '-U', 'postgres', name);
    return `postgresql://postgres@127.0.0.1:${this.port}/${name}`;
  }

  /** Ends every connection to a database, and refuses new ones until `reopen`. */
  async close(url: string): Promise<void> {
    await this.sql(`alter database ${nameIn(url)} allow_connections false`);
    await this.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameIn(url)}'`);
  }

  async reopen(url: string): Promise<void> {
    await this.sql(`alter database ${nameIn(url)} allow_connections true`);
  }

  /** The result of a statement, as text; in the database of a URL, or in the cluster's default one. */
  async sql(statement: string, url?: string): Promise<string> {
    return this.run('psql', '-h', '127.0.0.1', '-p', this.port, '-U', 'postgres', '-d', url === undefined ? 'postgres' : nameIn(url), '-Atc', statement);
  }

  private async run(program: string, ...parameters: string[]): Promise<string> {
    const { stdout } = await run(join(this.bin, program), parameters, { ...this.owner, cwd: tmpdir() });
    return stdout.trim();
  }
}

let databases = 0;

/** The name of the database in a URL. */
export function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}

function isFirst(): boolean {
  try {
    mkdirSync(CLUSTER_LOCK);
    return true;
  } catch {
    return false;
  }
}

async function start(bin: string): Promise<void> {
  const owner = asPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-pg-'));
  if (owner.uid !== undefined) chownSync(folder, owner.uid, Number(owner.gid));
  const data = join(folder, 'data');
  const port = new URL(await closedPort()).port;
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200', listen_addresses: '127.0.0.1', port, unix_socket_directories: folder };
  const options = { ...owner, cwd: folder };
  await run(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions'], options);
  const given = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  await run(join(bin, 'pg_ctl'), ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', given.join(' ')], options);
  const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  writeFileSync(`${CLUSTER_FILE}.new`, JSON.stringify({ port, folder, pid: Number(pid) }));
  renameSync(`${CLUSTER_FILE}.new`, CLUSTER_FILE);
}
