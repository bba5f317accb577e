import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountName } from '../model/account.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { canonical } from '../model/canonical.js';
import type { CallFilter } from '../model/call-filter.js';
import type { CallOrder } from '../model/call-order.js';
import type { FeedKey } from '../model/feed-order.js';

/** The position of a walk. It is plain data, valid in every process. */
export interface FeedPosition {
  /** When the walk began, in epoch milliseconds. Later calls are not part of it. */
  readonly asOf: number;
  /** The last call returned. Null before the first. */
  readonly after: FeedKey | null;
  /** The accounts that were there when the walk began. Calls of later ones are not part of it. */
  readonly accounts: readonly AccountName[];
  /** Accounts that failed resume from their own position, so that none of their calls is lost. */
  readonly resumeAt: Readonly<Record<AccountName, FeedKey | null>>;
  /** How many calls without any time each account sent that were not returned yet. */
  readonly undated?: Readonly<Record<AccountName, number>>;
  /** How many pages in a row made no progress. */
  readonly stalled?: number;
}

type WireKey = readonly [createdAt: number, id: string] | null;
type WirePosition = readonly [asOf: number, after: WireKey, accounts: string, resumeAt: Readonly<Record<string, WireKey>>, undated?: Readonly<Record<string, number>>, stalled?: number];

const MAC_BYTES = 16;
/** Provider ids have up to 256 characters, and each provider may have its own position. */
const MAX_LENGTH = 64 * 1024;

/**
 * Writes and reads the cursors of one list. A cursor has a MAC over its position and the list's filter and
 * order, so that edited cursors and cursors of other lists are refused.
 */
export class CursorCodec {
  private readonly list: string;

  constructor(
    /** Secret keys of all accounts. The first one signs. Any may have signed, because another account was the first before one was added. */
    private readonly keys: readonly Buffer[],
    filter: CallFilter,
    order: CallOrder,
  ) {
    this.list = createHash('sha256').update(JSON.stringify([order, canonical(filter)])).digest('base64url');
  }

  write({ asOf, after, accounts, resumeAt, undated = {}, stalled = 0 }: FeedPosition): string {
    const places = Object.fromEntries(Object.entries(resumeAt).map(([name, key]) => [name, toWire(key)]));
    const isPlain = stalled === 0 && Object.keys(undated).length === 0;
    const wire: WirePosition = isPlain ? [asOf, toWire(after), accounts.join(), places] : [asOf, toWire(after), accounts.join(), places, undated, stalled];
    const payload = Buffer.from(JSON.stringify(wire));
    return Buffer.concat([this.mac(payload, this.keys[0]), payload]).toString('base64url');
  }

  /** @throws BadUserInput */
  read(cursor: string): FeedPosition {
    const bytes = cursor.length <= MAX_LENGTH ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
    const payload = bytes.subarray(MAC_BYTES);
    const genuine = bytes.length > MAC_BYTES && this.keys.some((key) => timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.mac(payload, key)));
    // Base64 has several spellings of the same bytes. Only the one that `write` returns is valid.
    if (!genuine || bytes.toString('base64url') !== cursor) {
      throw new BadUserInput('not a cursor of this list. Pass a cursor back unchanged, with the same filter and order.', 'after');
    }
    const [asOf, after, accounts, resumeAt, undated = {}, stalled = 0] = JSON.parse(payload.toString()) as WirePosition;
    const places = Object.fromEntries(Object.entries(resumeAt).map(([name, key]) => [name, fromWire(key)]));
    return { asOf, after: fromWire(after), accounts: accounts.split(','), resumeAt: places, undated, stalled };
  }

  private mac(payload: Buffer, key: Buffer = Buffer.alloc(0)): Buffer {
    return createHmac('sha256', key).update(this.list).update(payload).digest().subarray(0, MAC_BYTES);
  }
}

function toWire(key: FeedKey | null): WireKey {
  return key && [key.createdAt, key.id];
}

function fromWire(key: WireKey): FeedKey | null {
  return key && { createdAt: key[0], id: key[1] };
}
