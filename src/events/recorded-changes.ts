import type { Call } from '../model/call.js';
import { readCall } from '../model/written-call.js';
import type { Encryption } from '../store/encryption.js';
import type { Store } from '../store/store.js';
import type { CallChange } from './changes.js';

/** More than the changes that a process can miss while they are kept. */
const MOST = 10_000;

/** A change, and when it was found, in epoch milliseconds. */
export interface FoundChange {
  readonly change: CallChange;
  readonly foundAt: number;
}

/** The table of changes. Each process reads the changes of other processes here. All methods throw StoreUnavailable. */
export class RecordedChanges {
  constructor(
    private readonly store: Store,
    private readonly encryption: Encryption,
  ) {}

  /** Every change since an instant in epoch milliseconds, oldest first. */
  async since(instant: number): Promise<FoundChange[]> {
    const rows = await this.store.use((db) =>
      db
        .selectFrom('call_changes')
        .select(['account', 'provider_call_id', 'call_id', 'version', 'changed_at'])
        .where('changed_at', '>=', instant)
        .orderBy('changed_at')
        .orderBy('version')
        .limit(MOST)
        .execute(),
    );
    return rows.map(({ account, provider_call_id, call_id, version, changed_at }) => ({
      change: { account, providerCallId: provider_call_id, callId: call_id, version },
      foundAt: changed_at,
    }));
  }

  /** The call as it was after a change; null if the change is no longer kept. */
  async stateAfter({ account, providerCallId, version }: CallChange): Promise<Call | null> {
    const row = await this.store.use((db) =>
      db
        .selectFrom('call_changes')
        .select('state')
        .where('account', '=', account)
        .where('provider_call_id', '=', providerCallId)
        .where('version', '=', version)
        .executeTakeFirst(),
    );
    const text = row ? this.encryption.decrypt(account, row.state) : null;
    return text === null ? null : readCall(text);
  }

  /** Forgets changes from before an instant, in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('call_changes').where('changed_at', '<', before).execute());
  }
}
