import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { LocalChangeBus, type CallChange, type ChangeBus } from './changes.js';

const CHANNEL = 'switchboard_call_changes';
const RECONNECT_MS = 1000;

/**
 * Several processes on one PostgreSQL: NOTIFY carries ids to all of them. A listener that loses its
 * connection makes a new one; what was said meanwhile is lost to it, and polling finds it again.
 */
export class PostgresChangeBus implements ChangeBus {
  private readonly local = new LocalChangeBus();
  private readonly pool: pg.Pool;
  private listener: pg.Client | undefined;
  private closed = false;

  constructor(private readonly connectionString: string) {
    this.pool = new pg.Pool({ connectionString, max: 2 });
    this.pool.on('error', () => undefined);
    void this.stayConnected();
  }

  async publish(change: CallChange): Promise<void> {
    await this.pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
  }

  listen(hear: (change: CallChange) => void): void {
    this.local.listen(hear);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.listener?.end().catch(() => undefined);
    await this.pool.end();
  }

  private async stayConnected(): Promise<void> {
    while (!this.closed) {
      const client = new pg.Client({ connectionString: this.connectionString, keepAlive: true });
      const ended = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      client.on('notification', ({ payload }) => void this.local.publish(JSON.parse(payload ?? '{}') as CallChange));
      try {
        await client.connect();
        await client.query(`listen ${CHANNEL}`);
        this.listener = client;
        await ended;
      } catch {
        await client.end().catch(() => undefined);
      }
      if (!this.closed) await wait(RECONNECT_MS, undefined, { ref: false });
    }
  }
}
