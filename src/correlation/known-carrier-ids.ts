import { LRUCache } from 'lru-cache';
import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';
import type { CarrierId } from '../model/carrier-id.js';
import { textOf } from './carrier-keys.js';

/** About 20 MB. */
const MAX_IDS = 100_000;

/** A call, by the account and the provider's own id. */
export interface KnownCall {
  readonly account: AccountName;
  readonly providerCallId: string;
}

/**
 * Remembers which calls had an id of a carrier when they were read. Some providers can't be asked for calls by such
 * an id and have no list, so that their calls are found only if this process has read them.
 */
export class KnownCarrierIds {
  private readonly byId = new LRUCache<string, readonly KnownCall[]>({ max: MAX_IDS });
  private readonly carriers = new Set<string>();

  note({ account, providerCallId, carrierIds }: Call): void {
    for (const id of carrierIds) {
      // A carrier's own call is found by its id anyway.
      if (id.id === providerCallId) continue;
      const key = textOf(id);
      this.carriers.add(`${id.carrier} ${id.kind}`);
      const others = (this.byId.get(key) ?? []).filter((known) => known.account !== account || known.providerCallId !== providerCallId);
      this.byId.set(key, [...others, { account, providerCallId }]);
    }
  }

  /** Whether any call had an id of this carrier and kind. */
  hasAny({ carrier, kind }: Pick<CarrierId, 'carrier' | 'kind'>): boolean {
    return this.carriers.has(`${carrier} ${kind}`);
  }

  callsWith(id: CarrierId): readonly KnownCall[] {
    return this.byId.get(textOf(id)) ?? [];
  }
}
