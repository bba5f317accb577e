import { LRUCache } from 'lru-cache';
import type { Json } from '../../model/json-value.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { GoingOn, PlivoApi } from './api.js';

/** Clients that watch the newest calls ask again every few seconds, and continue their walks. */
const KEPT_FOR_MS = 5000;
const MOST_KEPT = 500;

/** An account's calls that are going on, as they were some seconds ago. Each takes a request, and every first page needs them. */
export class LatelySeen {
  private readonly rows = new LRUCache<string, Json>({ max: MOST_KEPT, ttl: KEPT_FOR_MS });

  constructor(private readonly api: PlivoApi) {}

  /** A call that is going on; null when there is none. @throws ProviderError */
  async call(id: string, view: GoingOn, context: UpstreamContext): Promise<Json | null> {
    const key = `${view} ${id}`;
    const known = context.isFresh ? undefined : this.rows.get(key);
    if (known) return known;
    const row = await this.api.callGoingOn(id, view, context);
    if (row) this.rows.set(key, row);
    return row;
  }
}
