import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, Migrator, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { embeddedDialect, isBusy } from './embedded.js';
import { migrationProvider } from './migrations.js';
import type { Database, Tables } from './tables.js';

export interface StoreSettings {
  /** Folder of the embedded database. Null for an in-memory database. */
  readonly dataDir: string | null;
  /** PostgreSQL that several processes share. Without it, the embedded database is used. */
  readonly databaseUrl?: string | undefined;
}

/** The store can't be read or written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** How long to retry while another process writes, and the interval between retries. */
const BUSY_TIMEOUT_MS = 5000;
const BUSY_RETRY_MS = 20;
const CONNECT_TIMEOUT_MS = 3000;
/** A database that takes longer counts as down. */
const QUERY_TIMEOUT_MS = 5000;
/** Shorter than QUERY_TIMEOUT_MS, so that a query that counts as failed here is not executed later. */
const STATEMENT_TIMEOUT_MS = 4000;
/** Twenty processes together stay below PostgreSQL's default limit of 100. */
const MAX_CONNECTIONS = 4;
const INT8_OID = 20;

/**
 * Stores data that must survive the process. Embedded SQLite by default (it opens in milliseconds and ships in its
 * npm package), PostgreSQL if several processes share the store. The queries are the same.
 */
export class Store {
  private migrated: Promise<Database> | undefined;
  private checking: Promise<boolean> | undefined;

  private constructor(
    private readonly db: Database,
    /** PostgreSQL that several processes share. Null for the embedded database. */
    readonly pool: pg.Pool | null,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Connects lazily, so that the process starts even if the database is down. `onError` gets the driver's errors. */
  static at({ dataDir, databaseUrl }: StoreSettings, onError: (error: unknown) => void): Store {
    const pool = databaseUrl === undefined ? null : openPool(databaseUrl);
    const dialect = pool ? new PostgresDialect({ pool: withoutDoubtful(pool) }) : embeddedDialect(dataDir);
    return new Store(new Kysely<Tables>({ dialect }), pool, onError);
  }

  /**
   * Runs queries on the newest version of the schema. While another process writes, all of `queries` is retried.
   * @throws StoreUnavailable for any other error of the database
   */
  async use<T>(queries: (db: Database) => Promise<T>): Promise<T> {
    const until = Date.now() + BUSY_TIMEOUT_MS;
    for (;;) {
      try {
        this.migrated ??= this.migrate();
        return await queries(await this.migrated);
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        if (!isBusy(error) || Date.now() > until) {
          this.onError(error);
          throw new StoreUnavailable('The store failed. The log has the error.');
        }
        await wait(BUSY_RETRY_MS * (1 + Math.random()));
      }
    }
  }

  /** Whether the store can be written. Concurrent calls share one check, because each check is a write. */
  isReady(): Promise<boolean> {
    this.checking ??= this.use(insertAndDelete)
      .then(() => true, () => false)
      .finally(() => (this.checking = undefined));
    return this.checking;
  }

  /**
   * Opens all connections, if the database answers. Otherwise the first requests would wait for them, and requests to
   * providers that are counted in the database would be counted in this process alone. Never rejects.
   */
  async warmUp(): Promise<void> {
    const { pool } = this;
    if (!pool || !(await this.isReady())) return;
    await Promise.allSettled(Array.from({ length: MAX_CONNECTIONS }, () => pool.query('select 1')));
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  /** Several processes may migrate at once, because the migrator takes a lock. A failed migration is retried at the next use. */
  private async migrate(): Promise<Database> {
    const { error } = await new Migrator({ db: this.db, provider: migrationProvider }).migrateToLatest();
    if (error === undefined) return this.db;
    this.migrated = undefined;
    throw error instanceof Error ? error : new StoreUnavailable("The store's schema could not be migrated.");
  }
}

/** Inserts a row, because only that fails on a full disk. One transaction, so that no other process sees the row. */
async function insertAndDelete(db: Database): Promise<void> {
  const id = `ready ${randomUUID()}`;
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('events').values({ id, account: '', body_hash: id, call_ids: '[]', received_at: Date.now(), done_at: 0, attempts: 0, leased_until: 0 }).execute();
    await transaction.deleteFrom('events').where('id', '=', id).execute();
  });
}

function openPool(connectionString: string): pg.Pool {
  // The driver returns 64-bit integers as strings. Ours are instants, which fit into a number.
  pg.types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, max: MAX_CONNECTIONS, query_timeout: QUERY_TIMEOUT_MS, statement_timeout: STATEMENT_TIMEOUT_MS, lock_timeout: STATEMENT_TIMEOUT_MS });
  // A broken connection is replaced at its next use. Without a listener, the event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * The driver gives up a query that is not answered in time, but the server may still execute it, and its transaction
 * may never be ended. The next user of that connection would write into a transaction that is never committed. So such
 * a connection is closed.
 */
function withoutDoubtful(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect();
      let isDoubtful = false;
      const query = async (text: string, values: readonly unknown[]) =>
        client.query(text, [...values]).catch((error: unknown) => {
          // Any error that is not the server's answer.
          if (!(error instanceof pg.DatabaseError)) isDoubtful = true;
          throw error;
        });
      // The cast hides the overload for cursors, which nothing here uses.
      return { query, release: () => client.release(isDoubtful) } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  };
}
