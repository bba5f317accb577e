import { createHash, randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AccountName } from '../model/account.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { isProviderId } from '../model/provider-id.js';
import type { Store } from '../store/store.js';
import type { EventRow } from '../store/tables.js';
import type { CallTracker } from './tracker.js';

/** After this many failures the event is dropped; polling still finds the change. */
const MOST_ATTEMPTS = 5;
const MOST_AT_ONCE = 100;
const REPEATED_WITHIN_MS = 2000;
/** Limit for the calls of one notification. Vendors name one call. */
const MOST_CALLS = 100;
/** A process has this time to process the events it took. */
const LEASE_MS = 60_000;
/** Limit for notifications in ten seconds. */
const MOST_NOTIFICATIONS = 300;
const RATE_SECONDS = 10;
const INTENTION = /^[\w-]{1,64}$/;

/** The result of receiving a notification. */
export type Received = 'STORED' | 'REPEATED' | 'TOO_MANY';

/** Called with the intention in a notification's address, and with the calls of the notification. */
export type OnIntention = (intentionId: string, providerCallIds: readonly string[], context: UpstreamContext) => Promise<void>;

/** Vendors' notifications. Each is stored, acknowledged, then processed. A repeated notification is not processed again. */
export class EventInbox {
  private readonly rate = new RateLimiterMemory({ points: MOST_NOTIFICATIONS, duration: RATE_SECONDS });
  private working: Promise<void> | null = null;
  private isMoreWaiting = false;

  constructor(
    private readonly store: Store,
    private readonly tracker: CallTracker,
    private readonly onIntention: OnIntention,
    private readonly now: () => number,
  ) {}

  /** Stores a notification. `intention`: the value in its address. @throws StoreUnavailable */
  async receive({ account, events }: ConnectedAccount, body: Buffer, notification: unknown, intention?: unknown): Promise<Received> {
    const isWithinRate = await this.rate.consume(account).then(() => true, () => false);
    if (!isWithinRate) return 'TOO_MANY';
    const row: EventRow = {
      id: randomUUID(),
      account,
      body_hash: createHash('sha256').update(`${account} `).update(body).digest('base64url'),
      call_ids: JSON.stringify((events?.callIdsIn(notification) ?? []).filter(isProviderId).slice(0, MOST_CALLS)),
      intention_id: typeof intention === 'string' && INTENTION.test(intention) ? intention : null,
      received_at: this.now(),
      done_at: null,
      attempts: 0,
      leased_until: 0,
    };
    // An equal notification within the window is the vendor's retry. A later one reports something new.
    const again = { received_at: row.received_at, done_at: null, attempts: 0, leased_until: 0 };
    const written = await this.store.use((db) =>
      db
        .insertInto('events')
        .values(row)
        .onConflict((conflict) => conflict.column('body_hash').doUpdateSet(again).where('events.done_at', '<', row.received_at - REPEATED_WITHIN_MS))
        .executeTakeFirst(),
    );
    return (written.numInsertedOrUpdatedRows ?? 0n) > 0n ? 'STORED' : 'REPEATED';
  }

  /**
   * Processes all stored events that are not done, including those of earlier processes. Events that arrive
   * meanwhile are processed afterwards, together. @throws StoreUnavailable
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
        const open = await this.take();
        const accounts = new Set(open.map(({ account }) => account));
        let done = 0;
        for (const account of accounts) done += await this.workFor(account, open.filter((event) => event.account === account), context);
        // More events may be waiting. Failed ones are retried the next time.
        this.isMoreWaiting ||= done > 0 && open.length === MOST_AT_ONCE;
      }
    } finally {
      // In the same turn as the last check for waiting events, so that a later event starts a new run.
      this.working = null;
    }
  }

  /** Takes the events to process. With several processes, each event goes to one of them. */
  private take(): Promise<EventRow[]> {
    const now = this.now();
    return this.store.use((db) => {
      const open = db
        .selectFrom('events as open')
        .select('open.id')
        .where('open.done_at', 'is', null)
        .where('open.leased_until', '<=', now)
        .orderBy('open.received_at')
        .limit(MOST_AT_ONCE);
      return db.updateTable('events').set({ leased_until: now + LEASE_MS }).where('id', 'in', open).where('done_at', 'is', null).where('leased_until', '<=', now).returningAll().execute();
    });
  }

  /** Reads each call of some events once, all in one look-up. Returns how many events are done. */
  private async workFor(account: AccountName, events: readonly EventRow[], context: UpstreamContext): Promise<number> {
    let done = 0;
    const idsOf = ({ call_ids }: EventRow) => JSON.parse(call_ids) as string[];
    const failed = await this.tracker.lookAtAll(account, [...new Set(events.flatMap(idsOf))], context);
    for (const event of events) {
      const attempts = event.attempts + 1;
      const isDone = attempts >= MOST_ATTEMPTS || !idsOf(event).some((id) => failed.has(id));
      if (event.intention_id !== null) await this.onIntention(event.intention_id, idsOf(event), context);
      const change = { attempts, done_at: isDone ? this.now() : null, leased_until: 0 };
      await this.store.use((db) => db.updateTable('events').set(change).where('id', '=', event.id).execute());
      if (isDone) done += 1;
    }
    return done;
  }
}
