import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import LibSql from 'libsql';

/** Whether the error means that another process holds the lock. A retry can succeed. */
export function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY');
}

/**
 * SQLite, whose binary ships in its npm package. Every write takes the write lock first: the driver leaves a
 * statement that failed on a lock half open, and later writes are never committed. The caller retries for the
 * lock, because waiting in the driver would block the whole process.
 */
export function embeddedDialect(dataDir: string | null): SqliteDialect {
  return new EmbeddedDialect({
    database: async () => {
      const file = new LibSql(dataDir === null ? ':memory:' : privateFile(dataDir));
      // FULL: committed data survives a power cut.
      // secure_delete: deleted and overwritten data can't be read from the file.
      file.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      return withWriteLock(file);
    },
  });
}

class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new EmbeddedAdapter();
  }
}

/**
 * Migrates the schema in one transaction. Kysely's adapter for SQLite uses none, so that two processes that open an
 * empty database at once would both create its tables, and a process that is killed would leave half of them.
 */
class EmbeddedAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Creates the database file in a folder, readable only by this user. SQLite's other files get the same permissions. */
function privateFile(dataDir: string): string {
  const path = join(dataDir, 'switchboard.db');
  // An existing folder may have its permissions on purpose, so they are not changed.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
  return path;
}

/** Moves the write-ahead log into the database, so that overwritten data does not stay in the log file. */
function truncateLog(file: LibSql.Database): void {
  try {
    file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Another process uses the database. It truncates the log when it ends.
  }
}

function withWriteLock(file: LibSql.Database): SqliteDatabase {
  return {
    close() {
      truncateLog(file);
      file.close();
    },
    prepare(sql): SqliteStatement {
      // Without IMMEDIATE, a transaction that reads before it writes could fail at the write.
      if (/^begin\b/i.test(sql)) return command(() => file.exec('BEGIN IMMEDIATE'));
      if (/^(commit|rollback)\b/i.test(sql)) return command(() => file.exec(sql));
      const statement = file.prepare(sql);
      if (statement.reader && /^\s*(select|with|pragma)\b/i.test(sql)) return statement;
      return {
        reader: statement.reader,
        all: (parameters) => locked(file, () => statement.all(parameters)),
        run: (parameters) => locked(file, () => statement.run(parameters)),
        iterate: (parameters) => locked(file, () => (statement.all(parameters))[Symbol.iterator]()),
      };
    },
  };
}

function locked<T>(file: LibSql.Database, write: () => T): T {
  if (file.inTransaction) return write();
  file.exec('BEGIN IMMEDIATE');
  try {
    const result = write();
    file.exec('COMMIT');
    return result;
  } catch (error) {
    if (file.inTransaction) file.exec('ROLLBACK');
    throw error;
  }
}

function command(run: () => void): SqliteStatement {
  const done = () => {
    run();
    return { changes: 0, lastInsertRowid: 0 };
  };
  return { reader: false, run: done, all: () => (run(), []), iterate: () => (run(), [][Symbol.iterator]()) };
}
