import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../src/store/store.js';
import type { Database } from '../../src/store/tables.js';
import { POSTGRES_BINARIES, PostgresCluster } from './postgres.js';

/** A cluster is made and started within seconds, but not within a test's five where the machine is busy. */
const CLUSTER_MS = 60_000;

/** Where processes keep what they share, for as long as the tests of one file run. */
export interface TestStore {
  /** Settings that put several Switchboards before the same data; there once the tests run. */
  readonly settings: Record<string, string>;
}

export interface PostgresStore extends TestStore {
  /** What a statement answers in the database, as text. */
  readonly sql: (statement: string) => Promise<string>;
  /** Ends every connection to the database, and lets nobody in until it is told to. */
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

/** A store, opened as one more process would. */
export function openStore(settings: Readonly<Record<string, string>>): Store {
  return Store.at({ dataDir: settings['DATA_DIR'] ?? '', databaseUrl: settings['DATABASE_URL'] }, () => undefined);
}

/** What queries find in a store. */
export async function readStore<T>(settings: Readonly<Record<string, string>>, queries: (db: Database) => Promise<T>): Promise<T> {
  const store = openStore(settings);
  try {
    return await store.use(queries);
  } finally {
    await store.close();
  }
}
