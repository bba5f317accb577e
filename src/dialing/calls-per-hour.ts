import type { Store } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import { FREE } from './intention.js';

const HOUR_MS = 60 * 60 * 1000;

/** Limits the calls that one caller places in an hour, in all processes that share the store. */
export class CallsPerHour {
  /** `limit`: null for no limit. */
  constructor(
    private readonly store: Store,
    private readonly limit: number | null,
  ) {}

  /**
   * When an intention that was just written may be carried out. Null if it may be now. Earlier ones count, so that of
   * several at once the first ones are carried out. Those that certainly made no phone ring don't count.
   * @throws StoreUnavailable
   */
  async fullUntil({ id, issuer, subject, attempted_at: at }: IntentionRow): Promise<Date | null> {
    const { limit } = this;
    if (limit === null) return null;
    const last = await this.store.use((db) =>
      db
        .selectFrom('intentions')
        .select('attempted_at')
        .where('issuer', issuer === null ? 'is' : '=', issuer)
        .where('subject', subject === null ? 'is' : '=', subject)
        .where('state', 'not in', FREE)
        .where('attempted_at', '>', at - HOUR_MS)
        .where((is) => is.or([is('attempted_at', '<', at), is.and([is('attempted_at', '=', at), is('id', '<', id)])]))
        .orderBy('attempted_at', 'desc')
        .offset(limit - 1)
        .limit(1)
        .executeTakeFirst(),
    );
    return last === undefined ? null : new Date(last.attempted_at + HOUR_MS);
  }
}
