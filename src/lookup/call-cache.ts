import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { Range } from '../model/call-filter.js';
import { isGoingOn } from '../model/call-status.js';
import type { CallProviderName } from '../model/call-provider.js';
import { withKnown } from '../model/known-values.js';
import type { CallReference } from '../providers/provider.js';
import { bytesOf } from './bytes.js';

export interface CallCacheLimits {
  /** How many calls are kept at most; 0 keeps none. */
  readonly maxCalls: number;
  /** How much memory they may take, about, in bytes. */
  readonly maxBytes: number;
  /** How long a settled call counts as known, in milliseconds. */
  readonly settledMs: number;
  /** How long one that isn't does. */
  readonly unsettledMs: number;
  /** How long it counts as known that there is no such call. */
  readonly absentMs: number;
}

/** A call as it was last read, and until when that is believed. */
interface Entry {
  readonly call: Call | null;
  readonly believedUntil: number;
}

/**
 * Calls as they were last read. What is settled is believed for long, what isn't for seconds; what is no
 * longer believed is kept all the same, for the values that a provider does not fill in again.
 */
export class CallCache {
  private readonly entries: LRUCache<string, Entry> | null;

  constructor(
    private readonly limits: CallCacheLimits,
    /** Epoch milliseconds. */
    private readonly now: () => number,
  ) {
    this.entries =
      limits.maxCalls === 0
        ? null
        : new LRUCache({ max: limits.maxCalls, maxSize: limits.maxBytes, sizeCalculation: ({ call }, key) => bytesOf(key) + bytesOf(call) });
  }

  /** The call, or null where it is known that there is none; undefined where its provider has to be asked. */
  get(provider: CallProviderName, { providerCallId, createdAt }: CallReference): Call | null | undefined {
    const entry = this.entries?.get(keyOf(provider, providerCallId));
    if (!entry || entry.believedUntil <= this.now()) return undefined;
    // That there is none in some span of time says nothing of another one.
    if (entry.call === null) return createdAt === undefined ? null : undefined;
    return isWithin(createdAt, entry.call.createdAt) ? entry.call : undefined;
  }

  /** What was once known of a call, believed or not, that helps its provider to find it. */
  hintFor(provider: CallProviderName, reference: CallReference): CallReference {
    const call = this.entries?.peek(keyOf(provider, reference.providerCallId))?.call;
    if (!call || call.isTimeless) return reference;
    return { ...reference, hint: call.createdAt, wasGoingOn: isGoingOn(call.status) };
  }

  /** Keeps what was read, with what was known before where the provider has not filled it in yet. */
  keep(call: Call): Call {
    const key = keyOf(call.provider, call.providerCallId);
    const known = this.entries?.peek(key)?.call;
    const whole = known ? withKnown(call, known) : call;
    const { settledMs, unsettledMs } = this.limits;
    this.entries?.set(key, { call: whole, believedUntil: this.now() + (whole.isSettledAt(this.now()) ? settledMs : unsettledMs) });
    return whole;
  }

  /** Keeps that there is no such call, where it was looked for everywhere. What was known of it goes. */
  keepAbsent(provider: CallProviderName, { providerCallId, createdAt }: CallReference): void {
    const key = keyOf(provider, providerCallId);
    const known = this.entries?.peek(key)?.call;
    // In the span in which it was known to be it is not: then it is nowhere.
    const isGone = known !== undefined && known !== null && isWithin(createdAt, known.createdAt);
    if (createdAt === undefined || isGone) this.entries?.set(key, { call: null, believedUntil: this.now() + this.limits.absentMs });
  }

  /** The call as it was last read, believed or not. */
  lastKnown(provider: CallProviderName, providerCallId: string): Call | null {
    return this.entries?.peek(keyOf(provider, providerCallId))?.call ?? null;
  }

  /** Something changed: what was read before is believed no longer. */
  doubt(provider: CallProviderName, providerCallId: string): void {
    const key = keyOf(provider, providerCallId);
    const entry = this.entries?.peek(key);
    if (entry) this.entries?.set(key, { ...entry, believedUntil: 0 });
  }
}

function isWithin(range: Range<Date> | undefined, instant: Date): boolean {
  return (range?.from === undefined || instant >= range.from) && (range?.to === undefined || instant <= range.to);
}

function keyOf(provider: CallProviderName, providerCallId: string): string {
  return `${provider} ${providerCallId}`;
}
