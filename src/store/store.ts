import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect, SqliteDialect, sql } from 'kysely';
import LibSql from 'libsql';
import pg from 'pg';
import { migrationProvider } from './migrations.js';
import type { Database, Tables } from './tables.js';

export interface StoreSettings {
  /** Where the embedded database lies. */
  readonly dataDir: string;
  /** A PostgreSQL that several processes share; without it the embedded database is used. */
  readonly databaseUrl?: string | undefined;
}

/** The store can't be reached or written. Nothing that needs it can be begun. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

const BUSY_TIMEOUT_MS = 5000;
const CONNECT_TIMEOUT_MS = 3000;
const INT8_OID = 20;

/**
 * What has to survive the process. Embedded SQLite by default (it opens in milliseconds and ships inside
 * its npm package), PostgreSQL where several processes share it; the queries are the same.
 */
export class Store {
  private migrated: Promise<Database> | undefined;

  private constructor(
    private readonly db: Database,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Opens lazily: a database that is down doesn't keep the process from starting. `onTrouble` hears the driver's errors. */
  static at({ dataDir, databaseUrl }: StoreSettings, onTrouble: (error: unknown) => void): Store {
    return new Store(new Kysely<Tables>({ dialect: databaseUrl === undefined ? embedded(dataDir) : postgres(databaseUrl) }), onTrouble);
  }

  /** Runs queries against the newest version of the schema. @throws StoreUnavailable for whatever the database says. */
  async use<T>(queries: (db: Database) => Promise<T>): Promise<T> {
    try {
      this.migrated ??= this.migrate();
      return await queries(await this.migrated);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      this.onTrouble(error);
      throw new StoreUnavailable("The store can't be used.");
    }
  }

  /** Whether the store can be used now. */
  async isReady(): Promise<boolean> {
    try {
      await this.use((db) => sql`select 1`.execute(db));
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  /** Several processes may do this at once: the migrator takes a lock. What failed is tried again at the next use. */
  private async migrate(): Promise<Database> {
    const { error } = await new Migrator({ db: this.db, provider: migrationProvider }).migrateToLatest();
    if (error === undefined) return this.db;
    this.migrated = undefined;
    throw error instanceof Error ? error : new StoreUnavailable('The schema could not be brought up to date.');
  }
}

function embedded(dataDir: string): SqliteDialect {
  return new SqliteDialect({
    database: async () => {
      mkdirSync(dataDir, { recursive: true });
      const file = new LibSql(join(dataDir, 'switchboard.db'));
      // FULL: what was acknowledged survives a power cut, too.
      file.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};`);
      return file;
    },
  });
}

function postgres(connectionString: string): PostgresDialect {
  // The driver makes texts of 64-bit integers; ours are instants, which a number holds.
  pg.types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks is replaced at its next use; unheard, the event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}
