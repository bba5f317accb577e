import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.js';
import type { AuditRow, Database } from '../store/tables.js';
import type { AuditEntry } from './audit-entry.js';

/** Shows afterwards what was done by whom. Rows are added and, after their retention, deleted, but never changed. */
export class Audit {
  constructor(
    private readonly store: Store,
    /** Called for each row that was written. */
    private readonly onWritten: (row: AuditRow) => void,
    /** Epoch milliseconds. */
    private readonly now: () => number,
  ) {}

  /** Writes an entry. @throws StoreUnavailable */
  record(entry: AuditEntry): Promise<void> {
    return this.recordAll([entry]);
  }

  /** Writes entries together. @throws StoreUnavailable */
  async recordAll(entries: readonly AuditEntry[]): Promise<void> {
    const rows = entries.map((entry) => this.rowOf(entry));
    await this.store.use((db) => db.insertInto('audit').values(rows).execute());
    for (const row of rows) this.onWritten(row);
  }

  /** Writes a later step of an attempt, unless it was written before. Its caller is that of the first step. @throws StoreUnavailable */
  async recordOnce(entry: Omit<AuditEntry, 'caller'>): Promise<void> {
    const { attempt, action, outcome } = entry;
    const written = await this.store.use(async (db) => {
      const first = await db.selectFrom('audit').select(['issuer', 'subject']).where('attempt', '=', attempt).orderBy('at').executeTakeFirst();
      const row = { ...this.rowOf({ ...entry, caller: null }), ...first, id: `${attempt} ${action} ${outcome}` };
      const { numInsertedOrUpdatedRows = 0n } = await db.insertInto('audit').values(row).onConflict((conflict) => conflict.column('id').doNothing()).executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n ? row : null;
    });
    if (written) this.onWritten(written);
  }

  /** The row of an entry, to be written together with other changes. */
  rowOf({ caller, attempt, numberHash, requestId, ...entry }: AuditEntry): AuditRow {
    return { id: randomUUID(), at: this.now(), ...entry, issuer: caller?.issuer ?? null, subject: caller?.subject ?? null, attempt, number_hash: numberHash, request_id: requestId };
  }

  /** Writes a row within a transaction. Call `written` after its end. */
  async write(db: Database, row: AuditRow): Promise<void> {
    await db.insertInto('audit').values(row).execute();
  }

  written(row: AuditRow): void {
    this.onWritten(row);
  }

  /** Deletes rows from before an instant in epoch milliseconds. @throws StoreUnavailable */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('audit').where('at', '<', before).execute());
  }
}
