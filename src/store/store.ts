import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, Migrator, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { embeddedDialect, isBusy } from './embedded.js';
import { migrationProvider } from './migrations.js';
import type { Database, Tables } from './tables.js';

export interface StoreSettings {
  /** Where the embedded database lies; null for one that ends with the process. */
  readonly dataDir: string | null;
  /** A PostgreSQL that several processes share; without it the embedded database is used. */
  readonly databaseUrl?: string | undefined;
}

/** The store can't be reached or written. Nothing that needs it can be begun. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** How long another process's writing is waited for, and for how long at a time. */
const BUSY_FOR_MS = 5000;
const BUSY_AGAIN_MS = 20;
const CONNECT_TIMEOUT_MS = 3000;
/** A database that takes longer is as good as down. */
const QUERY_TIMEOUT_MS = 5000;
/** The server gives up before that: what we take for failed is not carried out later. */
const STATEMENT_TIMEOUT_MS = 4000;
/** Twenty processes together stay below PostgreSQL's usual hundred. */
const MOST_CONNECTIONS = 4;
const INT8_OID = 20;

/**
 * What has to survive the process. Embedded SQLite by default (it opens in milliseconds and ships inside
 * its npm package), PostgreSQL where several processes share it; the queries are the same.
 */
export class Store {
  private migrated: Promise<Database> | undefined;
  private checking: Promise<boolean> | undefined;

  private constructor(
    private readonly db: Database,
    /** The PostgreSQL that several processes share; null where the database is this process's own. */
    readonly pool: pg.Pool | null,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Opens lazily: a database that is down doesn't keep the process from starting. `onTrouble` hears the driver's errors. */
  static at({ dataDir, databaseUrl }: StoreSettings, onTrouble: (error: unknown) => void): Store {
    const pool = databaseUrl === undefined ? null : openPool(databaseUrl);
    const dialect = pool ? new PostgresDialect({ pool: withoutDoubtful(pool) }) : embeddedDialect(dataDir);
    return new Store(new Kysely<Tables>({ dialect }), pool, onTrouble);
  }

  /**
   * Runs queries against the newest version of the schema. Where another process is just writing they are
   * run again from their beginning. @throws StoreUnavailable for whatever else the database says.
   */
  async use<T>(queries: (db: Database) => Promise<T>): Promise<T> {
    const until = Date.now() + BUSY_FOR_MS;
    for (;;) {
      try {
        this.migrated ??= this.migrate();
        return await queries(await this.migrated);
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        if (!isBusy(error) || Date.now() > until) {
          this.onTrouble(error);
          throw new StoreUnavailable("The store can't be used.");
        }
        await wait(BUSY_AGAIN_MS * (1 + Math.random()));
      }
    }
  }

  /** Whether the store can be written now. Who asks meanwhile is told the same: each time is a write. */
  isReady(): Promise<boolean> {
    this.checking ??= this.use(writeAndTakeBack)
      .then(() => true, () => false)
      .finally(() => (this.checking = undefined));
    return this.checking;
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

/** Reading, and even deleting what is not there, may go well on a full disk. In one transaction, so that nobody sees the row. */
async function writeAndTakeBack(db: Database): Promise<void> {
  const id = `ready ${randomUUID()}`;
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('events').values({ id, provider: '', body_hash: id, call_ids: '[]', received_at: Date.now(), done_at: 0, attempts: 0, leased_until: 0 }).execute();
    await transaction.deleteFrom('events').where('id', '=', id).execute();
  });
}

function openPool(connectionString: string): pg.Pool {
  // The driver makes texts of 64-bit integers; ours are instants, which a number holds.
  pg.types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, max: MOST_CONNECTIONS, query_timeout: QUERY_TIMEOUT_MS, statement_timeout: STATEMENT_TIMEOUT_MS, lock_timeout: STATEMENT_TIMEOUT_MS });
  // A connection that breaks is replaced at its next use; unheard, the event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * A query that the server has not answered in time is given up by the driver, and still carried out later: what was
 * meant to end its transaction may never be sent. Whoever got that connection next would write into a transaction that
 * nobody commits. So such a connection is closed.
 */
function withoutDoubtful(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect();
      let isDoubtful = false;
      const query = async (text: string, values: readonly unknown[]) =>
        client.query(text, [...values]).catch((error: unknown) => {
          // Whatever is no answer of the server's.
          if (!(error instanceof pg.DatabaseError)) isDoubtful = true;
          throw error;
        });
      // Without the form for cursors, which nothing here uses.
      return { query, release: () => client.release(isDoubtful) } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  };
}
