import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { CallProvider, UpstreamContext } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import type { Store } from '../store/store.js';
import type { TrackedCallRow } from '../store/tables.js';
import type { CallChange, ChangeBus } from './changes.js';
import { fingerprintOf, progressOf, readKnown, writeKnown } from './fingerprint.js';

/** A call that is followed. */
export interface TrackedCall {
  readonly provider: CallProviderName;
  readonly providerCallId: string;
  /** Epoch milliseconds, where it is known. */
  readonly createdAt?: number | null;
}

const FIRST_LOOK_MS = 2000;
const SLOWEST_LOOK_MS = 5 * 60 * 1000;
const GIVE_UP_MS = 24 * 60 * 60 * 1000;
/** A call that was not there so often is none. */
const LOOKS_FOR_NOTHING = 5;
const RECENT_CALLS = 1000;
const MOST_ASKS = 3;

/**
 * Follows calls: looks at them when something hints at a change, and from time to time until they are
 * over, and tells everybody of each change once. What it says never goes back and never forgets.
 */
export class CallTracker {
  /** Calls as they were when a change of theirs was found here, so that subscribers here need not ask again. */
  private readonly recent = new LRUCache<string, Call>({ max: RECENT_CALLS });
  private readonly asking = new Map<string, Promise<Call | null>>();

  constructor(
    private readonly providers: readonly CallProvider[],
    private readonly store: Store,
    private readonly bus: ChangeBus,
    private readonly now: () => number,
  ) {}

  /** Begins to follow a call, or follows it closely again where it was given up or is looked at seldom by now. @throws StoreUnavailable */
  async track({ provider, providerCallId, createdAt = null }: TrackedCall): Promise<void> {
    const now = this.now();
    const row: TrackedCallRow = {
      provider,
      provider_call_id: providerCallId,
      created_at: createdAt,
      fingerprint: null,
      progress: 0,
      known: null,
      version: 0,
      changed_at: now,
      call_id: null,
      look_at: now + FIRST_LOOK_MS,
      looks: 0,
      updated_at: now,
    };
    const { look_at, looks, updated_at } = row;
    await this.store.use((db) =>
      db
        .insertInto('tracked_calls')
        .values(row)
        .onConflict((conflict) => conflict.columns(['provider', 'provider_call_id']).doUpdateSet({ look_at, looks, updated_at }))
        .execute(),
    );
  }

  /** Begins to follow a call that is known as it is now, and tells of it. @throws StoreUnavailable */
  async follow(call: Call): Promise<void> {
    await this.track({ ...call, createdAt: call.createdAt.getTime() });
    await this.see(call);
  }

  /** Looks at calls of one provider, and tells of those that changed. Answers with those that could not be read. @throws StoreUnavailable */
  async lookAtAll(provider: CallProviderName, providerCallIds: readonly string[], context: UpstreamContext): Promise<Set<string>> {
    const rows: TrackedCallRow[] = [];
    for (const providerCallId of providerCallIds) {
      await this.track({ provider, providerCallId });
      rows.push(await this.read({ provider, providerCallId }));
    }
    return this.lookAt(provider, rows, context);
  }

  /** Looks at the calls that are due. @throws StoreUnavailable */
  async poll(limit: number, context: UpstreamContext): Promise<void> {
    const due = await this.store.use((db) =>
      db
        .selectFrom('tracked_calls')
        .selectAll()
        .where('look_at', '<=', this.now())
        .where('provider', 'in', this.providers.map(({ name }) => name))
        .orderBy('look_at')
        .limit(limit)
        .execute(),
    );
    await Promise.all(this.providers.map(({ name }) => this.lookAt(name, due.filter(({ provider }) => provider === name), context)));
  }

  /** The call of a change, as it now is; null where it can't be read. */
  async callOf(change: CallChange, context: UpstreamContext): Promise<Call | null> {
    const key = `${change.callId} ${change.version}`;
    const recent = this.recent.get(key);
    if (recent) return recent;
    // All subscribers of this process share one question.
    // None of them stops it by leaving.
    const forAll = { ...context, signal: new AbortController().signal };
    const asked = this.asking.get(key) ?? this.readChanged(change, forAll).finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    const call = await asked;
    if (call) this.recent.set(key, call);
    return call;
  }

  private async readChanged({ provider, providerCallId }: CallChange, context: UpstreamContext): Promise<Call | null> {
    const row = await this.read({ provider, providerCallId });
    for (let ask = 1; ask <= MOST_ASKS; ask++) {
      const found = await this.ask(row, context);
      if (found instanceof ProviderError || found === null) return null;
      const whole = found.completedBy(readKnown(row.known, found));
      // The provider has told another process more than it now tells this one.
      if (progressOf(whole) >= row.progress) return whole;
    }
    return null;
  }

  /** Forgets calls of which nothing was heard since an instant in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('tracked_calls').where('updated_at', '<', before).execute());
  }

  private async lookAt(provider: CallProviderName, rows: readonly TrackedCallRow[], context: UpstreamContext): Promise<Set<string>> {
    const failed = new Set<string>();
    const lookup = this.providers.find(({ name }) => name === provider)?.lookup;
    const found = rows.length > 0 ? ((await lookup?.find(rows.map(referenceOf), freshly(context))) ?? []) : [];
    for (const [index, row] of rows.entries()) {
      const call = found[index] ?? null;
      if (call === null || call instanceof ProviderError) await this.lookLater(row);
      else await this.see(call);
      if (call instanceof ProviderError) failed.add(row.provider_call_id);
    }
    return failed;
  }

  /** Compares a call with how it was last seen. Of several processes that see the same change, one tells of it. */
  private async see(call: Call): Promise<void> {
    const { provider, providerCallId } = call;
    const row = await this.read({ provider, providerCallId });
    const whole = call.completedBy(readKnown(row.known, call));
    const fingerprint = fingerprintOf(whole);
    const progress = progressOf(whole);
    if (fingerprint === row.fingerprint || progress < row.progress) return this.lookLater(row, whole);
    const version = row.version + 1;
    const change: CallChange = { provider, providerCallId, callId: whole.id, version };
    const seen = { fingerprint, progress, version, call_id: whole.id, known: writeKnown(whole), created_at: whole.createdAt.getTime(), changed_at: this.now() };
    // Before it is announced: this process may hear of it before the transaction returns.
    this.recent.set(`${whole.id} ${version}`, whole);
    const isMine = await this.store.use((db) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('tracked_calls')
          .set({ ...seen, ...this.nextLook(row, whole) })
          .where('provider', '=', provider)
          .where('provider_call_id', '=', providerCallId)
          .where('version', '=', row.version)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) await this.bus.announce(change, transaction);
        return numUpdatedRows > 0n;
      }),
    );
    if (!isMine) return this.see(call);
    this.bus.committed(change);
  }

  private async lookLater(row: TrackedCallRow, call?: Call): Promise<void> {
    await this.store.use((db) =>
      db
        .updateTable('tracked_calls')
        .set(this.nextLook(row, call))
        .where('provider', '=', row.provider)
        .where('provider_call_id', '=', row.provider_call_id)
        .where('version', '=', row.version)
        .execute(),
    );
  }

  /** Each look comes later than the one before; a settled call needs no more, and one that never ends is given up. */
  private nextLook({ looks, updated_at, version }: TrackedCallRow, call?: Call): Pick<TrackedCallRow, 'look_at' | 'looks' | 'updated_at'> {
    const now = this.now();
    const wasNeverThere = version === 0 && looks >= LOOKS_FOR_NOTHING;
    const isOver = call?.isSettledAt(now) ?? (wasNeverThere || now - updated_at > GIVE_UP_MS);
    const pause = Math.min(SLOWEST_LOOK_MS, FIRST_LOOK_MS * 2 ** Math.min(looks, 10));
    return { look_at: isOver ? null : now + pause, looks: looks + 1, updated_at: call ? now : updated_at };
  }

  private async ask(row: TrackedCallRow, context: UpstreamContext): Promise<Call | null | ProviderError> {
    const lookup = this.providers.find(({ name }) => name === row.provider)?.lookup;
    const [found] = (await lookup?.find([referenceOf(row)], freshly(context))) ?? [];
    return found ?? null;
  }

  private read({ provider, providerCallId }: Pick<TrackedCall, 'provider' | 'providerCallId'>): Promise<TrackedCallRow> {
    return this.store.use((db) =>
      db.selectFrom('tracked_calls').selectAll().where('provider', '=', provider).where('provider_call_id', '=', providerCallId).executeTakeFirstOrThrow(),
    );
  }
}

/** Whether a call has changed can't be told from what is known of it. */
function freshly(context: UpstreamContext): UpstreamContext {
  return { ...context, isFresh: true };
}

function referenceOf({ provider_call_id: providerCallId, created_at }: TrackedCallRow) {
  const createdAt = created_at === null ? null : new Date(created_at);
  return { providerCallId, ...(createdAt && { createdAt: { from: createdAt, to: createdAt } }) };
}
