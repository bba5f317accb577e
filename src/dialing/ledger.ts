import type { AuditEntry } from '../audit/audit-entry.js';
import type { Audit } from '../audit/audit.js';
import type { AccountName } from '../model/account.js';
import { callId } from '../model/address.js';
import type { CallTraits } from '../providers/dial-capability.js';
import type { Encryption } from '../store/encryption.js';
import type { Store } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import { callerOf, type Claim, type Claimed, FREE, isFree, OPEN, type Outcome, WITHOUT_CALL } from './intention.js';

/** Attempts with a larger distance are not confused. */
const SAME_TIME_MS = 15 * 60 * 1000;

/**
 * The ledger of intentions. Each is written before its request is sent, and its outcome afterwards. A unique
 * index on the key decides between processes. An intention that may have made a phone ring is never claimed
 * again. All methods throw StoreUnavailable.
 */
export class Ledger {
  constructor(
    private readonly store: Store,
    private readonly encryption: Encryption,
    private readonly audit: Audit,
    /** Equal for traits whose calls can't be distinguished once the provider has changed them. */
    private readonly similarityOf: (account: AccountName, traits: CallTraits) => string,
    private readonly now: () => number,
  ) {}

  /** Claims a key, or returns the intention that has it. */
  claim(claim: Claim): Promise<Claimed> {
    const row = this.rowOf(claim);
    return this.store.use(async (db) => {
      const insert = db.insertInto('intentions').values(row);
      const written = await insert.onConflict((conflict) => conflict.column('idempotency_key').doNothing()).executeTakeFirst();
      if (row.idempotency_key === null || (written.numInsertedOrUpdatedRows ?? 0n) > 0n) return { intention: row, isMine: true };
      const earlier = await db.selectFrom('intentions').selectAll().where('idempotency_key', '=', row.idempotency_key).executeTakeFirstOrThrow();
      // A retried transaction may find its own row.
      if (!isFree(earlier.state)) return { intention: earlier, isMine: earlier.id === row.id };
      // If several processes see a free key, the update succeeds for one of them, because it changes the id.
      const taken = await db.updateTable('intentions').set(row).where('id', '=', earlier.id).where('state', 'in', FREE).executeTakeFirst();
      return taken.numUpdatedRows > 0n ? { intention: row, isMine: true } : this.claim(claim);
    });
  }

  /**
   * Writes an intention's outcome to the ledger and the audit, unless a certain one is there already. `isOpenOnly`: also
   * unless it was given up.
   */
  async conclude(id: string, outcome: Outcome, isOpenOnly = false): Promise<void> {
    const { state, providerCallId, reason } = outcome;
    const change = {
      state,
      updated_at: this.now(),
      reason: reason ?? null,
      ...(providerCallId === undefined ? {} : { provider_call_id: providerCallId }),
      // Numbers and names are deleted once they are no longer needed to find the call.
      ...(OPEN.includes(state) ? {} : { marks: null }),
    };
    // A call can also be found after it was given up.
    const from = state === 'PLACED' && !isOpenOnly ? WITHOUT_CALL : OPEN;
    const audited = await this.store.use((db) =>
      db.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom('intentions').selectAll().where('id', '=', id).executeTakeFirst();
        const updated = await transaction.updateTable('intentions').set(change).where('id', '=', id).where('state', 'in', from).executeTakeFirst();
        if (!row || row.state === state || updated.numUpdatedRows === 0n || outcome.isNotAllowed) return null;
        const written = this.audit.rowOf(entryOf(row, outcome));
        await this.audit.write(transaction, written);
        return written;
      }),
    );
    if (audited) this.audit.written(audited);
  }

  /** Writes to the audit that an intention is carried out now. */
  async auditAttempt(claim: Claim): Promise<void> {
    await this.audit.record(this.entryOf(claim, null));
  }

  /** Writes to the audit that a caller may not place a call. There is no intention then. */
  async auditRefusal(claim: Claim): Promise<void> {
    await this.audit.record(this.entryOf(claim, { state: 'NOT_SENT', isNotAllowed: true }));
  }

  /** Intentions with an open outcome whose attempt is over, oldest first. */
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

  /** The given calls that belong to another intention. */
  async ownedByOthers(account: AccountName, callIds: readonly string[], id: string): Promise<Set<string>> {
    if (callIds.length === 0) return new Set();
    const rows = await this.store.use((db) =>
      db
        .selectFrom('intentions')
        .select('provider_call_id')
        .where('account', '=', account)
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

  /** The traits of an intention's call; null if they were deleted or can't be decrypted. */
  traitsOf({ account, marks }: IntentionRow): CallTraits | null {
    if (marks === null) return null;
    // Earlier versions wrote them as plain text.
    const text = marks.startsWith('{') ? marks : this.encryption.decrypt(account, marks);
    return text === null ? null : (JSON.parse(text) as CallTraits);
  }

  /**
   * Whether a found call may belong to another attempt without a known call. `isExact`: the call has the same
   * traits as the intention; otherwise it has similar ones.
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

  /** The intention of a key. */
  byKey(idempotencyKey: string): Promise<IntentionRow | undefined> {
    return this.store.use((db) => db.selectFrom('intentions').selectAll().where('idempotency_key', '=', idempotencyKey).executeTakeFirst());
  }

  /** Deletes intentions with a certain outcome from before an instant in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('intentions').where('updated_at', '<', before).where('state', 'not in', OPEN).execute());
  }

  /** Encrypts traits that an earlier version wrote as plain text. */
  async encryptTraits(): Promise<void> {
    const rows = await this.store.use((db) => db.selectFrom('intentions').select(['id', 'account', 'marks']).where('marks', 'like', '{%').execute());
    for (const { id, account, marks } of rows) {
      if (marks === null || !this.encryption.hasKey(account)) continue;
      const encrypted = this.encrypt(account, JSON.parse(marks) as CallTraits);
      await this.store.use((db) => db.updateTable('intentions').set(encrypted).where('id', '=', id).where('marks', '=', marks).execute());
    }
  }

  private encrypt(account: IntentionRow['account'], traits: CallTraits): Pick<IntentionRow, 'marks' | 'marks_hash' | 'likeness_hash'> {
    const written = JSON.stringify(traits);
    return { marks: this.encryption.encrypt(account, written), marks_hash: this.encryption.hash(account, written), likeness_hash: this.encryption.hash(account, this.similarityOf(account, traits)) };
  }

  private entryOf(claim: Claim, outcome: Outcome | null): AuditEntry {
    return { ...entryOf(this.rowOf(claim), outcome), numberHash: this.encryption.hash(claim.account, claim.traits.toPhoneNumber) };
  }

  private rowOf({ id, account, idempotencyKey, inputHash, traits, hasWebhook, attemptEndsAt, caller, requestId }: Claim): IntentionRow {
    const now = this.now();
    return {
      id,
      account,
      idempotency_key: idempotencyKey,
      input_hash: inputHash,
      state: 'ATTEMPTED',
      ...this.encrypt(account, traits),
      has_webhook: hasWebhook ? 1 : 0,
      provider_call_id: null,
      reason: null,
      attempted_at: now,
      attempt_ends_at: attemptEndsAt,
      updated_at: now,
      issuer: caller?.issuer ?? null,
      subject: caller?.subject ?? null,
      request_id: requestId,
    };
  }
}

/** `outcome`: null before the request is sent. */
function entryOf(row: IntentionRow, outcome: Outcome | null): AuditEntry {
  const { id, account, request_id: requestId } = row;
  const target = outcome?.providerCallId === undefined ? null : callId(account, outcome.providerCallId, null);
  return { action: 'PLACE_CALL', outcome: outcome?.isNotAllowed ? 'NOT_ALLOWED' : (outcome?.state ?? 'TRIED'), caller: callerOf(row), account, attempt: id, target, numberHash: null, requestId };
}
