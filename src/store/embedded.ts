import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import LibSql from 'libsql';

/** Whether another process is writing just now, so that it is worth trying again. */
export function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY');
}

/**
 * SQLite, whose binary ships inside its npm package. Every write begins by taking the write lock: the
 * driver leaves a statement that failed on a lock half open, and what is written after it is never
 * committed. Waiting for the lock is left to the caller, since the driver would block the whole process.
 */
export function embeddedDialect(dataDir: string | null): SqliteDialect {
  return new SqliteDialect({
    database: async () => {
      const file = new LibSql(dataDir === null ? ':memory:' : privateFile(dataDir));
      // FULL: what was acknowledged survives a power cut, too.
      // secure_delete: what was written over can't be read from the file.
      file.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      return withWriteLock(file);
    },
  });
}

/** The database of a folder, for this user alone. SQLite gives the files beside it the same rights. */
function privateFile(dataDir: string): string {
  const path = join(dataDir, 'switchboard.db');
  // A folder that was there before may be somebody's on purpose: its rights stay.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
  return path;
}

/** Takes everything into the database itself, so that nothing that was written over stays in the file beside it. */
function emptyLog(file: LibSql.Database): void {
  try {
    file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Another process works with it, and does this when it ends.
  }
}

function withWriteLock(file: LibSql.Database): SqliteDatabase {
  return {
    close() {
      emptyLog(file);
      file.close();
    },
    prepare(sql): SqliteStatement {
      // A transaction that first reads and then writes could fail half way.
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
