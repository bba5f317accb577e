import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { BadUserInput } from '../model/bad-user-input.js';
import { canonical } from '../model/canonical.js';
import type { CallFilter } from '../model/call-filter.js';
import type { CallOrder } from '../model/call-order.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { FeedKey } from '../model/feed-order.js';

/** Where a walk stands: plain data that means the same in any process. */
export interface FeedPosition {
  /** When the walk began, in epoch milliseconds; later calls are not part of it. */
  readonly asOf: number;
  /** The last call handed over; null before the first. */
  readonly after: FeedKey | null;
  /** Providers that failed stand elsewhere: they go on from there, so that none of their calls is lost. */
  readonly lagging: Readonly<Record<CallProviderName, FeedKey | null>>;
  /** Calls without any time that were met, and not handed over by then, by their provider. */
  readonly undated?: Readonly<Record<CallProviderName, number>>;
  /** How many pages in a row got nowhere. */
  readonly stalled?: number;
}

type WireKey = readonly [createdAt: number, id: string] | null;
type WirePosition = readonly [asOf: number, after: WireKey, lagging: Readonly<Record<string, WireKey>>, undated?: Readonly<Record<string, number>>, stalled?: number];

const MAC_BYTES = 16;
/** A provider's id may have 256 characters, and each provider a place of its own. */
const MAX_LENGTH = 64 * 1024;

/**
 * Writes and reads cursors of one list. A cursor carries a code over itself and over the filter and order
 * it was made with: an edited or foreign one is refused, and never becomes a place in another list.
 */
export class CursorCodec {
  private readonly list: string;

  constructor(
    private readonly key: Buffer,
    filter: CallFilter,
    order: CallOrder,
  ) {
    this.list = createHash('sha256').update(JSON.stringify([order, canonical(filter)])).digest('base64url');
  }

  write({ asOf, after, lagging, undated = {}, stalled = 0 }: FeedPosition): string {
    const places = Object.fromEntries(Object.entries(lagging).map(([name, key]) => [name, toWire(key)]));
    const isPlain = stalled === 0 && Object.keys(undated).length === 0;
    const wire: WirePosition = isPlain ? [asOf, toWire(after), places] : [asOf, toWire(after), places, undated, stalled];
    const payload = Buffer.from(JSON.stringify(wire));
    return Buffer.concat([this.mac(payload), payload]).toString('base64url');
  }

  /** @throws BadUserInput */
  read(cursor: string): FeedPosition {
    const bytes = cursor.length <= MAX_LENGTH ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
    const payload = bytes.subarray(MAC_BYTES);
    const genuine = bytes.length > MAC_BYTES && timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.mac(payload));
    // Base64 has several spellings of the same bytes; only the one that was written counts.
    if (!genuine || bytes.toString('base64url') !== cursor) {
      throw new BadUserInput('not a cursor of this list: pass one back unchanged, with the filter and order it came with.', 'after');
    }
    const [asOf, after, lagging, undated = {}, stalled = 0] = JSON.parse(payload.toString()) as WirePosition;
    const places = Object.fromEntries(Object.entries(lagging).map(([name, key]) => [name, fromWire(key)]));
    return { asOf, after: fromWire(after), lagging: places, undated, stalled };
  }

  private mac(payload: Buffer): Buffer {
    return createHmac('sha256', this.key).update(this.list).update(payload).digest().subarray(0, MAC_BYTES);
  }
}

function toWire(key: FeedKey | null): WireKey {
  return key && [key.createdAt, key.id];
}

function fromWire(key: WireKey): FeedKey | null {
  return key && { createdAt: key[0], id: key[1] };
}
