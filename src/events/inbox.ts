import { createHash, randomUUID } from 'node:crypto';
import type { CallProvider, UpstreamContext } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import type { Store } from '../store/store.js';
import type { EventRow } from '../store/tables.js';
import type { CallTracker } from './tracker.js';

/** After so many failures the call is left to polling. */
const MOST_ATTEMPTS = 5;
const MOST_AT_ONCE = 100;

/** Vendors' notifications: stored, acknowledged, then worked off. The same one again is not worked off again. */
export class EventInbox {
  constructor(
    private readonly store: Store,
    private readonly tracker: CallTracker,
    private readonly now: () => number,
  ) {}

  /** Stores a notification; false where it had come before. @throws StoreUnavailable */
  async receive({ name, events }: CallProvider, body: Buffer, notification: unknown): Promise<boolean> {
    const row: EventRow = {
      id: randomUUID(),
      provider: name,
      body_hash: createHash('sha256').update(`${name} `).update(body).digest('base64url'),
      call_ids: JSON.stringify(events?.callIdsIn(notification) ?? []),
      received_at: this.now(),
      done_at: null,
      attempts: 0,
    };
    const written = await this.store.use((db) =>
      db.insertInto('events').values(row).onConflict((conflict) => conflict.column('body_hash').doNothing()).executeTakeFirst(),
    );
    return (written.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** Works off what was stored and is not done, also what an earlier process left. @throws StoreUnavailable */
  async workOff(context: UpstreamContext): Promise<void> {
    const open = await this.store.use((db) =>
      db.selectFrom('events').selectAll().where('done_at', 'is', null).orderBy('received_at').limit(MOST_AT_ONCE).execute(),
    );
    for (const event of open) await this.work(event, context);
  }

  /** Forgets events that were done before an instant in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('events').where('done_at', '<', before).execute());
  }

  private async work(event: EventRow, context: UpstreamContext): Promise<void> {
    const providerCallIds = JSON.parse(event.call_ids) as string[];
    const looks = await Promise.allSettled(
      providerCallIds.map((providerCallId) => this.tracker.look({ provider: event.provider, providerCallId }, context)),
    );
    const failures = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as Error] : []));
    const unexpected = failures.find((failure) => !(failure instanceof ProviderError));
    if (unexpected) throw unexpected;
    const attempts = event.attempts + 1;
    const isDone = failures.length === 0 || attempts >= MOST_ATTEMPTS;
    await this.store.use((db) =>
      db.updateTable('events').set({ attempts, done_at: isDone ? this.now() : null }).where('id', '=', event.id).execute(),
    );
  }
}
