import type { CallProviderName } from '../model/call-provider.js';
import type { CallTraits } from '../providers/provider.js';
import type { SealedTexts } from '../store/sealed.js';
import type { Store } from '../store/store.js';
import type { IntentionRow, IntentionState } from '../store/tables.js';

/** What an intention is claimed with. */
export interface Claim {
  /** Of the intention, should the claim succeed. */
  readonly id: string;
  readonly provider: CallProviderName;
  readonly idempotencyKey: string | null;
  readonly inputHash: string;
  readonly traits: CallTraits;
  /** The call will bear a webhook of ours. */
  readonly hasWebhook: boolean;
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
/** May have been placed, as a call that nobody can tell. */
const WITHOUT_CALL: readonly IntentionState[] = [...OPEN, 'SEVERAL', 'NOT_FOUND'];
/** Attempts further apart are not looked for in the same time. */
const SAME_TIME_MS = 15 * 60 * 1000;

/** Whether a state is certain not to have made a phone ring. */
export function isFree(state: IntentionState): boolean {
  return FREE.includes(state);
}

/**
 * The ledger of intentions: each is written before the request that dials, and its outcome after. The
 * unique key decides between processes; a row in a state that may have rung is never claimed again.
 * @throws StoreUnavailable
 */
export class Ledger {
  constructor(
    private readonly store: Store,
    private readonly sealed: SealedTexts,
    /** Equal for traits whose calls can't be told apart once the provider has changed them. */
    private readonly similarityOf: (provider: CallProviderName, traits: CallTraits) => string,
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
      // What is run again may find what it wrote before.
      if (!isFree(earlier.state)) return { intention: earlier, isMine: earlier.id === row.id };
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
    // A call that is found late is found all the same.
    const from = state === 'PLACED' ? WITHOUT_CALL : OPEN;
    await this.store.use((db) => db.updateTable('intentions').set(change).where('id', '=', id).where('state', 'in', from).execute());
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

  /** The intention of an id. */
  byId(id: string): Promise<IntentionRow | undefined> {
    return this.store.use((db) => db.selectFrom('intentions').selectAll().where('id', '=', id).executeTakeFirst());
  }

  /** The traits of an intention's call; null where they are not kept any more, or can't be read. */
  traitsOf({ provider, marks }: IntentionRow): CallTraits | null {
    if (marks === null) return null;
    // Earlier versions wrote them in clear.
    const text = marks.startsWith('{') ? marks : this.sealed.open(provider, marks);
    return text === null ? null : (JSON.parse(text) as CallTraits);
  }

  /**
   * Whether a call found could as well be another attempt's, whose own call is not known: one with the same
   * traits, or where the call only resembles them, with similar ones.
   */
  async mayBeAnothers({ id, marks_hash, likeness_hash, attempted_at }: IntentionRow, isExact: boolean): Promise<boolean> {
    const another = await this.store.use((db) =>
      db
        .selectFrom('intentions')
        .select('id')
        .where(isExact ? 'marks_hash' : 'likeness_hash', '=', isExact ? marks_hash : likeness_hash)
        .where('id', '!=', id)
        .where('has_webhook', '=', 0)
        .where('state', 'in', WITHOUT_CALL)
        .where('attempted_at', '>', attempted_at - SAME_TIME_MS)
        .where('attempted_at', '<', attempted_at + SAME_TIME_MS)
        .executeTakeFirst(),
    );
    return another !== undefined;
  }

  /** The intention that a key belongs to. */
  byKey(idempotencyKey: string): Promise<IntentionRow | undefined> {
    return this.store.use((db) => db.selectFrom('intentions').selectAll().where('idempotency_key', '=', idempotencyKey).executeTakeFirst());
  }

  /** Forgets what was concluded before an instant in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('intentions').where('updated_at', '<', before).where('state', 'not in', OPEN).execute());
  }

  /** Seals the traits that an earlier version wrote in clear. */
  async sealTraits(): Promise<void> {
    const rows = await this.store.use((db) => db.selectFrom('intentions').select(['id', 'provider', 'marks']).where('marks', 'like', '{%').execute());
    for (const { id, provider, marks } of rows) {
      if (marks === null || !this.sealed.canSeal(provider)) continue;
      const sealed = this.seal(provider, JSON.parse(marks) as CallTraits);
      await this.store.use((db) => db.updateTable('intentions').set(sealed).where('id', '=', id).where('marks', '=', marks).execute());
    }
  }

  private seal(provider: IntentionRow['provider'], traits: CallTraits): Pick<IntentionRow, 'marks' | 'marks_hash' | 'likeness_hash'> {
    const written = JSON.stringify(traits);
    return { marks: this.sealed.seal(provider, written), marks_hash: this.sealed.hash(provider, written), likeness_hash: this.sealed.hash(provider, this.similarityOf(provider, traits)) };
  }

  private rowOf({ id, provider, idempotencyKey, inputHash, traits, hasWebhook, attemptEndsAt }: Claim): IntentionRow {
    const now = this.now();
    return {
      id,
      provider,
      idempotency_key: idempotencyKey,
      input_hash: inputHash,
      state: 'ATTEMPTED',
      ...this.seal(provider, traits),
      has_webhook: hasWebhook ? 1 : 0,
      provider_call_id: null,
      reason: null,
      attempted_at: now,
      attempt_ends_at: attemptEndsAt,
      updated_at: now,
    };
  }
}
