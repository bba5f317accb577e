import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { Range } from '../model/call-filter.js';
import { isGoingOn } from '../model/call-status.js';
import type { AccountName } from '../model/account.js';
import { withKnown } from '../model/known-values.js';
import type { CallReference } from '../providers/provider.js';
import { bytesOf } from './bytes.js';

export interface CallCacheLimits {
  /** Maximum number of calls. 0 turns the cache off. */
  readonly maxCalls: number;
  /** Maximum estimated memory of the calls, in bytes. */
  readonly maxBytes: number;
  /** How long the entry of a settled call is valid, in milliseconds. */
  readonly settledMs: number;
  /** How long the entry of any other call is valid, in milliseconds. */
  readonly unsettledMs: number;
  /** How long an entry for a call that does not exist is valid, in milliseconds. */
  readonly absentMs: number;
}

/** A call as last read. `call` is null if there is no such call. */
interface Entry {
  readonly call: Call | null;
  /** Epoch milliseconds. */
  readonly validUntil: number;
}

/**
 * Caches calls as last read. Entries of settled calls are valid for long, all others for seconds. Expired
 * entries are kept for their values, because a provider may leave out values that it sent before.
 */
export class CallCache {
  private readonly entries: LRUCache<string, Entry> | null;

  constructor(
    private readonly limits: CallCacheLimits,
    /** Epoch milliseconds. */
    private readonly now: () => number,
    /** Gets each call that is kept. */
    private readonly onKept: (call: Call) => void = () => undefined,
  ) {
    this.entries =
      limits.maxCalls === 0
        ? null
        : new LRUCache({ max: limits.maxCalls, maxSize: limits.maxBytes, sizeCalculation: ({ call }, key) => bytesOf(key) + bytesOf(call) });
  }

  /** The call, or null if it is known not to exist. Undefined without a valid entry: request it from the provider. */
  get(account: AccountName, { providerCallId, createdAt }: CallReference): Call | null | undefined {
    const entry = this.entries?.get(keyOf(account, providerCallId));
    if (!entry || entry.validUntil <= this.now()) return undefined;
    // An absent call is cached without its time range. A request with a range must search again.
    if (entry.call === null) return createdAt === undefined ? null : undefined;
    return isWithin(createdAt, entry.call.createdAt) ? entry.call : undefined;
  }

  /** The reference with the last known createdAt and status, even from an expired entry. They help the provider to find it. */
  hintFor(account: AccountName, reference: CallReference): CallReference {
    const call = this.entries?.peek(keyOf(account, reference.providerCallId))?.call;
    if (!call || call.isTimeless) return reference;
    return { ...reference, hint: call.createdAt, wasGoingOn: isGoingOn(call.status) };
  }

  /** Stores a call that was read, completed by known values that the provider did not send. Returns the result. */
  keep(call: Call): Call {
    const key = keyOf(call.account, call.providerCallId);
    const known = this.entries?.peek(key)?.call;
    const completed = known ? withKnown(call, known) : call;
    const { settledMs, unsettledMs } = this.limits;
    this.onKept(completed);
    this.entries?.set(key, { call: completed, validUntil: this.now() + (completed.isSettledAt(this.now()) ? settledMs : unsettledMs) });
    return completed;
  }

  /** Stores that a call does not exist, if the whole history was searched. Drops the known values. */
  keepAbsent(account: AccountName, { providerCallId, createdAt }: CallReference): void {
    const key = keyOf(account, providerCallId);
    const known = this.entries?.peek(key)?.call;
    // The search covered the known createdAt and did not find the call, so the call is gone.
    const isGone = known !== undefined && known !== null && isWithin(createdAt, known.createdAt);
    if (createdAt === undefined || isGone) this.entries?.set(key, { call: null, validUntil: this.now() + this.limits.absentMs });
  }

  /** The call as last read, even from an expired entry. */
  lastKnown(account: AccountName, providerCallId: string): Call | null {
    return this.entries?.peek(keyOf(account, providerCallId))?.call ?? null;
  }

  /** Expires the entry because the call changed. */
  doubt(account: AccountName, providerCallId: string): void {
    const key = keyOf(account, providerCallId);
    const entry = this.entries?.peek(key);
    if (entry) this.entries?.set(key, { ...entry, validUntil: 0 });
  }
}

function isWithin(range: Range<Date> | undefined, instant: Date): boolean {
  return (range?.from === undefined || instant >= range.from) && (range?.to === undefined || instant <= range.to);
}

function keyOf(account: AccountName, providerCallId: string): string {
  return `${account} ${providerCallId}`;
}
