import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';

/** More calls than clients of one process look at in a day. */
const MOST_IDS = 100_000;

/**
 * Ids of calls that were given to clients, where the id carries the time as a hint. Providers correct that
 * time by seconds, or write it with another precision: the call keeps its id all the same. Only a
 * convenience for clients that keep calls by id: any id of a call finds it.
 */
export class GivenIds {
  private readonly ids = new LRUCache<string, string>({ max: MOST_IDS });

  /** The call under the id that was given first. */
  named(call: Call): Call {
    if (!call.foundByTime) return call;
    const key = `${call.provider} ${call.providerCallId}`;
    const given = this.ids.get(key);
    if (given !== undefined) return call.under(given);
    this.ids.set(key, call.id);
    return call;
  }
}
