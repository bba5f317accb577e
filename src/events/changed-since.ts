import type { Store } from '../store/store.js';
import type { CallChange } from './changes.js';

const MOST = 1000;

/** The newest change of each call that changed since an instant in epoch milliseconds, oldest first. @throws StoreUnavailable */
export async function changedSince(store: Store, instant: number): Promise<CallChange[]> {
  const rows = await store.use((db) =>
    db
      .selectFrom('tracked_calls')
      .select(['provider', 'provider_call_id', 'call_id', 'version'])
      .where('changed_at', '>=', instant)
      .where('call_id', 'is not', null)
      .orderBy('changed_at')
      .limit(MOST)
      .execute(),
  );
  return rows.map(({ provider, provider_call_id, call_id, version }) => ({ provider, providerCallId: provider_call_id, callId: call_id ?? '', version }));
}
