import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { Range } from '../model/call-filter.js';
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
  validUntil: number;
  /** What was trusted when it was kept, see `doubtAll`. */
  epoch: number;
}

/**
 * Caches calls as last read. Entries of settled calls are valid for long, all others for seconds. Expired
 * entries are kept for their values, because a provider may leave out values that it sent before.
 */
export class CallCache {
  private readonly entries: LRUCache<string, Entry> | null;
  private epoch = 0;

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
        : new LRUCache({ max: limits.maxCalls, maxSize: limits.maxBytes, sizeCalculation: ({ call }, key) => bytesOf(key) + bytesOf(call) + bytesOf(call?.row) });
  }

  /** The call, or null if it is known not to exist. Undefined without a valid entry: request it from the provider. */
  get(account: AccountName, { providerCallId, createdAt }: CallReference): Call | null | undefined {
    const entry = this.entries?.get(keyOf(account, providerCallId));
    if (entry?.epoch !== this.epoch || entry.validUntil <= this.now()) return undefined;
    // An absent call is cached without its time range. A request with a range must search again.
    if (entry.call === null) return createdAt === undefined ? null : undefined;
    return isWithin(createdAt, entry.call.createdAt) ? entry.call : undefined;
  }

  /** Stores a call that was read, completed by known values that the provider did not send. Returns the result. */
  keep(call: Call): Call {
    const key = keyOf(call.account, call.providerCallId);
    const known = this.entries?.peek(key)?.call;
    const completed = known ? withKnown(call, known) : call;
    this.onKept(completed);
    this.set(key, completed, this.validMsOf(completed));
    return completed;
  }

  /** How long a call that was read now is valid, in milliseconds. Null: a call that does not exist. */
  validMsOf(call: Call | null): number {
    const { settledMs, unsettledMs, absentMs } = this.limits;
    if (call === null) return absentMs;
    return call.isSettledAt(this.now()) ? settledMs : unsettledMs;
  }

  /**
   * Stores what another process has read; null if there is no such call. Returns what is known then, like `get`.
   * Without validity only its values are known.
   */
  learn(account: AccountName, reference: CallReference, call: Call | null, validMs: number): Call | null | undefined {
    const key = keyOf(account, reference.providerCallId);
    const entry = this.entries?.peek(key);
    const known = entry?.call;
    if (call && validMs === 0) {
      // This process may have read the call later.
      this.entries?.set(key, { validUntil: 0, epoch: this.epoch, ...entry, call: known ? withKnown(known, call) : call });
      return undefined;
    }
    const completed = call && known ? withKnown(call, known) : call;
    if (completed) this.onKept(completed);
    this.set(key, completed, validMs);
    return this.get(account, reference);
  }

  /** Stores that a call does not exist, if the whole history was searched. Drops the known values. Returns whether it was. */
  keepAbsent(account: AccountName, { providerCallId, createdAt }: CallReference): boolean {
    const key = keyOf(account, providerCallId);
    const known = this.entries?.peek(key)?.call;
    // The search covered the known createdAt and did not find the call, so the call is gone.
    const isGone = known !== undefined && known !== null && isWithin(createdAt, known.createdAt);
    const isKnown = createdAt === undefined || isGone;
    if (isKnown) this.set(key, null, this.validMsOf(null));
    return isKnown;
  }

  /** The call as last read, even from an expired entry. */
  lastKnown(account: AccountName, providerCallId: string): Call | null {
    return this.entries?.peek(keyOf(account, providerCallId))?.call ?? null;
  }

  /** Expires the entry because the call changed. */
  doubt(account: AccountName, providerCallId: string): void {
    const entry = this.entries?.peek(keyOf(account, providerCallId));
    if (entry) entry.validUntil = 0;
  }

  /** Expires all entries, because changes of calls may have been missed. */
  doubtAll(): void {
    this.epoch += 1;
  }

  private set(key: string, call: Call | null, validMs: number): void {
    const renewed = { validUntil: this.now() + validMs, epoch: this.epoch };
    const entry = this.entries?.get(key);
    // Mostly a call is as it was, and its memory need not be estimated again.
    if (entry?.call === call) Object.assign(entry, renewed);
    else this.entries?.set(key, { call, ...renewed });
  }
}

function isWithin(range: Range<Date> | undefined, instant: Date): boolean {
  return (range?.from === undefined || instant >= range.from) && (range?.to === undefined || instant <= range.to);
}

function keyOf(account: AccountName, providerCallId: string): string {
  return `${account} ${providerCallId}`;
}
