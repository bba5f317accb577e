import { createHash, randomUUID } from 'node:crypto';
import type { CallProviderName } from '../model/call-provider.js';
import type { CallProvider, UpstreamContext } from '../providers/provider.js';
import { isProviderId } from '../model/provider-id.js';
import type { Store } from '../store/store.js';
import type { EventRow } from '../store/tables.js';
import type { CallTracker } from './tracker.js';

/** After so many failures the call is left to polling. */
const MOST_ATTEMPTS = 5;
const MOST_AT_ONCE = 100;
const REPEATED_WITHIN_MS = 2000;

/** Vendors' notifications: stored, acknowledged, then worked off. The same one again is not worked off again. */
export class EventInbox {
  private working: Promise<void> | null = null;
  private isMoreWaiting = false;

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
      call_ids: JSON.stringify((events?.callIdsIn(notification) ?? []).filter(isProviderId)),
      received_at: this.now(),
      done_at: null,
      attempts: 0,
    };
    // The same words a while later are about something new; at once they are the vendor's repetition.
    const again = { received_at: row.received_at, done_at: null, attempts: 0 };
    const written = await this.store.use((db) =>
      db
        .insertInto('events')
        .values(row)
        .onConflict((conflict) => conflict.column('body_hash').doUpdateSet(again).where('events.done_at', '<', row.received_at - REPEATED_WITHIN_MS))
        .executeTakeFirst(),
    );
    return (written.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /**
   * Works off what was stored and is not done, also what an earlier process left. What comes while that
   * goes on is worked off right after, together. @throws StoreUnavailable
   */
  async workOff(context: UpstreamContext): Promise<void> {
    this.isMoreWaiting = true;
    this.working ??= this.work(context);
    await this.working;
  }

  /** Forgets events that were done before an instant in epoch milliseconds. */
  async forget(before: number): Promise<void> {
    await this.store.use((db) => db.deleteFrom('events').where('done_at', '<', before).execute());
  }

  private async work(context: UpstreamContext): Promise<void> {
    try {
      while (this.isMoreWaiting) {
        this.isMoreWaiting = false;
        const open = await this.store.use((db) =>
          db.selectFrom('events').selectAll().where('done_at', 'is', null).orderBy('received_at').limit(MOST_AT_ONCE).execute(),
        );
        const providers = new Set(open.map(({ provider }) => provider));
        let done = 0;
        for (const provider of providers) done += await this.workFor(provider, open.filter((event) => event.provider === provider), context);
        // There may be more than were taken; those that failed are left to the next time.
        this.isMoreWaiting ||= done > 0 && open.length === MOST_AT_ONCE;
      }
    } finally {
      // In the same turn as the last look at what is waiting: what comes next begins anew.
      this.working = null;
    }
  }

  /** Each call that some events are about is looked at once, all of them together. Answers with how many events are done. */
  private async workFor(provider: CallProviderName, events: readonly EventRow[], context: UpstreamContext): Promise<number> {
    let done = 0;
    const idsOf = ({ call_ids }: EventRow) => JSON.parse(call_ids) as string[];
    const failed = await this.tracker.lookAtAll(provider, [...new Set(events.flatMap(idsOf))], context);
    for (const event of events) {
      const attempts = event.attempts + 1;
      const isDone = attempts >= MOST_ATTEMPTS || !idsOf(event).some((id) => failed.has(id));
      await this.store.use((db) => db.updateTable('events').set({ attempts, done_at: isDone ? this.now() : null }).where('id', '=', event.id).execute());
      if (isDone) done += 1;
    }
    return done;
  }
}
