import { randomUUID } from 'node:crypto';
import type { CallProviderName } from '../model/call-provider.js';
import type { Store } from '../store/store.js';
import type { IntentionRow, IntentionState } from '../store/tables.js';

/** What an intention is claimed with. */
export interface Claim {
  readonly provider: CallProviderName;
  readonly idempotencyKey: string | null;
  readonly inputHash: string;
  /** What the call is recognised by, as JSON. */
  readonly marks: string;
  /** Epoch milliseconds until which the attempt may last. */
  readonly attemptEndsAt: number;
}

/** Either the intention is the caller's to carry out, or it is an earlier one of the same key. */
export interface Claimed {
  readonly intention: IntentionRow;
  readonly isMine: boolean;
}

/** What became of an attempt. */
export interface Outcome {
  readonly state: Exclude<IntentionState, 'ATTEMPTED'>;
  readonly providerCallId?: string;
  readonly reason?: string;
}

/** Certain not to have made a phone ring: the key is free for a corrected or repeated input. */
const FREE: readonly IntentionState[] = ['REFUSED', 'NOT_SENT'];
/** May still turn out to have been placed. */
const OPEN: readonly IntentionState[] = ['ATTEMPTED', 'UNKNOWN'];

/**
 * The ledger of intentions: each is written before the request that dials, and its outcome after. The
 * unique key decides between processes; a row in a state that may have rung is never claimed again.
 * @throws StoreUnavailable
 */
export class Ledger {
  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  /** Claims a key, or finds who has it. */
  claim(claim: Claim): Promise<Claimed> {
    const row = this.rowOf(claim);
    return this.store.use(async (db) => {
      const insert = db.insertInto('intentions').values(row);
      const written = await insert.onConflict((conflict) => conflict.column('idempotency_key').doNothing()).executeTakeFirst();
      if (row.idempotency_key === null || (written.numInsertedOrUpdatedRows ?? 0n) > 0n) return { intention: row, isMine: true };
      const earlier = await db.selectFrom('intentions').selectAll().where('idempotency_key', '=', row.idempotency_key).executeTakeFirstOrThrow();
      if (!FREE.includes(earlier.state)) return { intention: earlier, isMine: false };
      // Of several that see a free key, the update lets one through: the id changes with it.
      const taken = await db.updateTable('intentions').set(row).where('id', '=', earlier.id).where('state', 'in', FREE).executeTakeFirst();
      return taken.numUpdatedRows > 0n ? { intention: row, isMine: true } : this.claim(claim);
    });
  }

  /** Writes down what became of an intention, unless that is certain already. */
  async conclude(id: string, { state, providerCallId, reason }: Outcome): Promise<void> {
    const change = {
      state,
      updated_at: this.now(),
      reason: reason ?? null,
      ...(providerCallId === undefined ? {} : { provider_call_id: providerCallId }),
      // Numbers and names are kept no longer than they are needed to find the call.
      ...(OPEN.includes(state) ? {} : { marks: null }),
    };
    await this.store.use((db) => db.updateTable('intentions').set(change).where('id', '=', id).where('state', 'in', OPEN).execute());
  }

  read(id: string): Promise<IntentionRow | undefined> {
    return this.store.use((db) => db.selectFrom('intentions').selectAll().where('id', '=', id).executeTakeFirst());
  }

  /** Intentions whose outcome is open although nobody waits for an answer any more, oldest first. */
  unsettled(limit: number): Promise<IntentionRow[]> {
    return this.store.use((db) =>
      db
        .selectFrom('intentions')
        .selectAll()
        .where((is) => is.or([is('state', '=', 'UNKNOWN'), is.and([is('state', '=', 'ATTEMPTED'), is('attempt_ends_at', '<', this.now())])]))
        .orderBy('attempted_at')
        .limit(limit)
        .execute(),
    );
  }

  /** Of some calls, those that are known to belong to another intention. */
  async ownedByOthers(provider: CallProviderName, callIds: readonly string[], id: string): Promise<Set<string>> {
    if (callIds.length === 0) return new Set();
    const rows = await this.store.use((db) =>
      db
        .selectFrom('intentions')
        .select('provider_call_id')
        .where('provider', '=', provider)
        .where('provider_call_id', 'in', callIds)
        .where('id', '!=', id)
        .execute(),
    );
    return new Set(rows.map(({ provider_call_id }) => provider_call_id ?? ''));
  }

  /** Whether another intention with the same marks is open: then a call found may be either's. */
  async hasTwin({ id, marks }: IntentionRow): Promise<boolean> {
    const twin = await this.store.use((db) =>
      db.selectFrom('intentions').select('id').where('marks', '=', marks).where('id', '!=', id).where('state', 'in', OPEN).executeTakeFirst(),
    );
    return twin !== undefined;
  }

  /** Forgets what was concluded before an instant in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('intentions').where('updated_at', '<', before).where('state', 'not in', OPEN).execute());
  }

  private rowOf({ provider, idempotencyKey, inputHash, marks, attemptEndsAt }: Claim): IntentionRow {
    const now = this.now();
    return {
      id: randomUUID(),
      provider,
      idempotency_key: idempotencyKey,
      input_hash: inputHash,
      state: 'ATTEMPTED',
      marks,
      provider_call_id: null,
      reason: null,
      attempted_at: now,
      attempt_ends_at: attemptEndsAt,
      updated_at: now,
    };
  }
}
