import type { Store } from '../store/store.js';
import type { CallChange } from './changes.js';

/** More than a process can fall behind within the time for which changes are kept. */
const MOST = 10_000;

/** A change, and when it was found, in epoch milliseconds. */
export interface FoundChange {
  readonly change: CallChange;
  readonly foundAt: number;
}

/** Every change since an instant in epoch milliseconds, oldest first. @throws StoreUnavailable */
export async function changedSince(store: Store, instant: number): Promise<FoundChange[]> {
  const rows = await store.use((db) =>
    db
      .selectFrom('call_changes')
      .select(['provider', 'provider_call_id', 'call_id', 'version', 'changed_at'])
      .where('changed_at', '>=', instant)
      .orderBy('changed_at')
      .orderBy('version')
      .limit(MOST)
      .execute(),
  );
  return rows.map(({ provider, provider_call_id, call_id, version, changed_at }) => ({
    change: { provider, providerCallId: provider_call_id, callId: call_id, version },
    foundAt: changed_at,
  }));
}
