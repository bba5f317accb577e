import { type ExpressionBuilder, sql } from 'kysely';
import type { Call } from '../model/call.js';
import type { AccountName } from '../model/account.js';
import { readCall, writeCall } from '../model/written-call.js';
import type { Encryption } from '../store/encryption.js';
import type { Store } from '../store/store.js';
import { type Database, type Tables, type TrackedCallRow, UNTIL_IT_IS_OVER } from '../store/tables.js';
import type { CallChange } from './changes.js';

/** A call that is followed. */
export interface TrackedCall {
  readonly account: AccountName;
  readonly providerCallId: string;
  /** When it was created, in epoch milliseconds, if known. */
  readonly createdAt?: number | null;
}

type CallKey = Pick<TrackedCall, 'account' | 'providerCallId'>;

/** Limit for the rows of one statement. */
const ROWS_A_STATEMENT = 200;

/** The table of followed calls. All methods throw StoreUnavailable. */
export class TrackedCalls {
  constructor(
    private readonly store: Store,
    private readonly encryption: Encryption,
  ) {}

  /** Follows calls from `lookAt` on. Calls that are already followed are polled then, too. */
  async add(calls: readonly TrackedCall[], { now, lookAt, wantedUntil }: { now: number; lookAt: number; wantedUntil: number }): Promise<void> {
    for (let first = 0; first < calls.length; first += ROWS_A_STATEMENT) {
      const rows = calls.slice(first, first + ROWS_A_STATEMENT).map(({ account, providerCallId, createdAt = null }): TrackedCallRow => ({
        account,
        provider_call_id: providerCallId,
        created_at: createdAt,
        fingerprint: null,
        progress: 0,
        known: null,
        version: 0,
        changed_at: now,
        call_id: null,
        look_at: lookAt,
        looks: 0,
        updated_at: now,
        wanted_until: wantedUntil,
      }));
      await this.store.use((db) =>
        db
          .insertInto('tracked_calls')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['account', 'provider_call_id']).doUpdateSet({ look_at: lookAt, looks: 0, updated_at: now, wanted_until: later(wantedUntil) }),
          )
          .execute(),
      );
    }
  }

  /** Renews the interest in calls. Their schedule stays the same, and forgotten calls stay forgotten. */
  async want(calls: readonly CallKey[], wantedUntil: number): Promise<void> {
    for (let first = 0; first < calls.length; first += ROWS_A_STATEMENT) {
      const some = calls.slice(first, first + ROWS_A_STATEMENT);
      await this.store.use((db) => db.updateTable('tracked_calls').set({ wanted_until: later(wantedUntil) }).where(isAnyOf(some)).execute());
    }
  }

  /** Ends this process's interest in calls. They are kept until `until`, in case another process renews its interest. */
  async leave(calls: readonly CallKey[], until: number): Promise<void> {
    for (let first = 0; first < calls.length; first += ROWS_A_STATEMENT) {
      const some = calls.slice(first, first + ROWS_A_STATEMENT);
      await this.store.use((db) =>
        db
          .updateTable('tracked_calls')
          .set({ wanted_until: until })
          .where(isAnyOf(some))
          .where('wanted_until', '>', until)
          .where('wanted_until', '<', UNTIL_IT_IS_OVER)
          .execute(),
      );
    }
  }

  /**
   * Takes the calls that are due. With several processes, each call goes to one of them until `leasedUntil`.
   * At most `mostUnseen` of them are calls that no provider has shown yet, because such ids may be made up.
   */
  async takeDue(account: AccountName, { now, leasedUntil, most, mostUnseen }: { now: number; leasedUntil: number; most: number; mostUnseen: number }): Promise<TrackedCallRow[]> {
    const take = (isUnseen: boolean, limit: number) =>
      this.store.use((db) => {
        const due = db
          .selectFrom('tracked_calls as due')
          .select('due.provider_call_id')
          .where('due.account', '=', account)
          .where('due.look_at', '<=', now)
          .where('due.wanted_until', '>', now)
          .where('due.version', isUnseen ? '=' : '>', 0)
          .orderBy('due.look_at')
          .limit(limit);
        return db
          .updateTable('tracked_calls')
          .set({ look_at: leasedUntil })
          .where('account', '=', account)
          .where('look_at', '<=', now)
          .where('provider_call_id', 'in', due)
          .returningAll()
          .execute();
      });
    return [...(await take(false, most)), ...(await take(true, mostUnseen))];
  }

  /** Undefined if the call is not followed. */
  read({ account, providerCallId }: CallKey): Promise<TrackedCallRow | undefined> {
    return this.store.use((db) =>
      db.selectFrom('tracked_calls').selectAll().where('account', '=', account).where('provider_call_id', '=', providerCallId).executeTakeFirst(),
    );
  }

  /** The call as it was last seen; null if it never was, or if this process can't decrypt it. */
  knownOf({ account, known }: TrackedCallRow): Call | null {
    const text = known === null ? null : this.encryption.decrypt(account, known);
    return text === null ? null : readCall(text);
  }

  /** Changes a row, unless it has changed since it was read. Returns whether it was changed. */
  async update(row: TrackedCallRow, change: Partial<TrackedCallRow>): Promise<boolean> {
    const { numUpdatedRows } = await this.store.use((db) => updateOf(db, row, change));
    return numUpdatedRows > 0n;
  }

  /** Writes a change of a call and announces it in the same transaction. Returns false if another process was first. */
  recordChange(row: TrackedCallRow, call: Call, change: CallChange, seen: Partial<TrackedCallRow>, announce: (transaction: Database) => Promise<void>): Promise<boolean> {
    const state = this.encryption.encrypt(row.account, writeCall(call));
    return this.store.use((db) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await updateOf(transaction, row, { ...seen, known: state, version: change.version, call_id: change.callId });
        if (numUpdatedRows === 0n) return false;
        const { account, providerCallId, version, callId } = change;
        await transaction
          .insertInto('call_changes')
          .values({ account, provider_call_id: providerCallId, version, call_id: callId, state, changed_at: Number(seen.changed_at) })
          .execute();
        await announce(transaction);
        return true;
      }),
    );
  }

  /** Deletes a call that no provider has shown. */
  async forgetUnseen(row: TrackedCallRow): Promise<void> {
    await this.store.use((db) =>
      db.deleteFrom('tracked_calls').where('account', '=', row.account).where('provider_call_id', '=', row.provider_call_id).where('version', '=', 0).execute(),
    );
  }

  /** Deletes calls without an update since an instant, in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('tracked_calls').where('updated_at', '<', before).execute());
  }

  /** Deletes calls that no provider has shown and nobody has wanted since an instant, in epoch milliseconds. */
  async forgetUnwanted(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('tracked_calls').where('version', '=', 0).where('wanted_until', '<', before).execute());
  }
}

function updateOf(db: Database, row: TrackedCallRow, change: Partial<TrackedCallRow>) {
  return db
    .updateTable('tracked_calls')
    .set(change)
    .where('account', '=', row.account)
    .where('provider_call_id', '=', row.provider_call_id)
    .where('version', '=', row.version)
    .executeTakeFirst();
}

function isAnyOf(calls: readonly CallKey[]) {
  return (is: ExpressionBuilder<Tables, 'tracked_calls'>) =>
    is.or(
      [...new Set(calls.map(({ account }) => account))].map((account) =>
        is.and([
          is('account', '=', account),
          is('provider_call_id', 'in', calls.filter((call) => call.account === account).map(({ providerCallId }) => providerCallId)),
        ]),
      ),
    );
}

/** The later one of an instant and the stored one. */
function later(instant: number) {
  return sql<number>`case when tracked_calls.wanted_until > ${instant} then tracked_calls.wanted_until else ${instant} end`;
}
