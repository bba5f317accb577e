import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
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
  readonly cluster: PostgresCluster;
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

/** Tests on an empty database in a cluster of its own. */
export function describeOnPostgres(suite: (store: PostgresStore) => void): void {
  if (POSTGRES_BINARIES === null) return;
  const cluster = new PostgresCluster(POSTGRES_BINARIES);
  describe('On PostgreSQL:', () => {
    const store: PostgresStore = { settings: {}, cluster };
    beforeAll(async () => {
      await cluster.start();
      store.settings['DATABASE_URL'] = await cluster.createDatabase();
    }, CLUSTER_MS);
    suite(store);
    // Hooks run in the order in which they stand: what the suite has started ends first.
    afterAll(() => cluster.stop());
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
