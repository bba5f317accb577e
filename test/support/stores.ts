import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../src/store/store.js';
import type { Database } from '../../src/store/tables.js';
import { POSTGRES_BINARIES, PostgresCluster } from './postgres.js';

/** A cluster starts within seconds, but on a busy machine not within a test's five seconds. */
const CLUSTER_MS = 60_000;

/** The shared store of processes, for the tests of one file. */
export interface TestStore {
  /** Settings with which several Switchboards use the same store. Only available while the tests run. */
  readonly settings: Record<string, string>;
}

export interface PostgresStore extends TestStore {
  /** The result of a statement in the database, as text. */
  readonly sql: (statement: string) => Promise<string>;
  /** Ends every connection to the database, and refuses new ones until `reopen`. */
  readonly close: () => Promise<void>;
  readonly reopen: () => Promise<void>;
}

const HOW_TO_INSTALL = 'No PostgreSQL in /usr/lib/postgresql: apt-get install postgresql';
if (POSTGRES_BINARIES === null) {
  if (process.env['CI'] === 'true') throw new Error(HOW_TO_INSTALL);
  process.stderr.write(`${HOW_TO_INSTALL}. Until then these tests run on the embedded store only.\n`);
}

/** The same tests on the embedded store and on a real PostgreSQL. */
export function describeOnEachStore(suite: (store: TestStore) => void): void {
  describe('On the embedded store:', () => {
    const store: TestStore = { settings: {} };
    beforeAll(() => {
      store.settings['DATA_DIR'] = mkdtempSync(join(tmpdir(), 'switchboard-data-'));
    });
    suite(store);
    afterAll(() => rmSync(store.settings['DATA_DIR'] ?? '', { recursive: true, force: true }));
  });
  describeOnPostgres(suite);
}

/** Tests on an empty database in the run's PostgreSQL. */
export function describeOnPostgres(suite: (store: PostgresStore) => void): void {
  if (POSTGRES_BINARIES === null) return;
  const binaries = POSTGRES_BINARIES;
  describe('On PostgreSQL:', () => {
    const settings: Record<string, string> = {};
    let cluster: PostgresCluster;
    beforeAll(async () => {
      cluster = await PostgresCluster.shared(binaries, CLUSTER_MS);
      settings['DATABASE_URL'] = await cluster.createDatabase();
    }, CLUSTER_MS);
    suite({
      settings,
      sql: (statement) => cluster.sql(statement, settings['DATABASE_URL']),
      close: () => cluster.close(settings['DATABASE_URL'] ?? ''),
      reopen: () => cluster.reopen(settings['DATABASE_URL'] ?? ''),
    });
  });
}

/** A store, opened as another process would open it. */
export function openStore(settings: Readonly<Record<string, string>>): Store {
  return Store.at({ dataDir: settings['DATA_DIR'] ?? '', databaseUrl: settings['DATABASE_URL'] }, () => undefined);
}

/** The result of queries on a store. */
export async function readStore<T>(settings: Readonly<Record<string, string>>, queries: (db: Database) => Promise<T>): Promise<T> {
  const store = openStore(settings);
  try {
    return await store.use(queries);
  } finally {
    await store.close();
  }
}
