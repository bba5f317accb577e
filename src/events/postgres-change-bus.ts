import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../store/tables.js';
import type { FoundChange } from './recorded-changes.js';
import type { CallChange, ChangeBus, Hear } from './changes.js';

const CHANNEL = 'switchboard_call_changes';
const RECONNECT_MS = 1000;
/** The largest clock difference between processes that is allowed for. */
const CLOCK_MARGIN_MS = 5000;

/**
 * For several processes on one PostgreSQL. NOTIFY sends ids to all of them when the change commits. A
 * listener that loses its connection reconnects and reads the changes that were committed meanwhile.
 */
export class PostgresChangeBus implements ChangeBus {
  private readonly listeners: Hear[] = [];
  private listener: pg.Client | undefined;
  private closed = false;
  private heardUntil = Date.now();

  /** `changedSince`: reads the changes that were committed since an instant in epoch milliseconds. */
  constructor(
    private readonly connectionString: string,
    private readonly changedSince: (instant: number) => Promise<readonly FoundChange[]>,
  ) {
    void this.stayConnected();
  }

  async announce(change: CallChange, transaction: Database): Promise<void> {
    await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(transaction);
  }

  committed(): void {
    // PostgreSQL notifies all processes, including this one.
  }

  listen(hear: Hear): void {
    this.listeners.push(hear);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.listener?.end().catch(() => undefined);
  }

  private hear(change: CallChange, foundAt?: number): void {
    this.heardUntil = Date.now();
    for (const hear of this.listeners) hear(change, foundAt);
  }

  private async stayConnected(): Promise<void> {
    while (!this.closed) {
      const client = new pg.Client({ connectionString: this.connectionString, keepAlive: true });
      const ended = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      // New changes wait until the missed ones are delivered. Otherwise the missed ones would be dropped as outdated.
      let early: CallChange[] | null = [];
      client.on('notification', ({ payload }) => {
        const change = JSON.parse(payload ?? '{}') as CallChange;
        if (early) early.push(change);
        else this.hear(change);
      });
      try {
        await client.connect();
        await client.query(`listen ${CHANNEL}`);
        this.listener = client;
        for (const { change, foundAt } of await this.changedSince(this.heardUntil - CLOCK_MARGIN_MS)) this.hear(change, foundAt);
        const caughtUpWith = early;
        early = null;
        for (const change of caughtUpWith) this.hear(change);
        await ended;
      } catch {
        await client.end().catch(() => undefined);
      }
      if (!this.closed) await wait(RECONNECT_MS, undefined, { ref: false });
    }
  }
}
