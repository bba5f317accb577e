import { CallCache } from '../../src/lookup/call-cache.js';
import { SharedLookup } from '../../src/lookup/shared-lookup.js';
import type { Call } from '../../src/model/call.js';
import type { LookupCapability, LookupOutcome } from '../../src/providers/provider.js';
import { RedisCalls } from '../../src/shared-cache/redis-calls.js';
import { SharedRedis } from '../../src/shared-cache/redis.js';
import { Encryption } from '../../src/store/encryption.js';
import { tooLate } from '../../src/upstream/provider-error.js';
import { Urgency, type UpstreamContext } from '../../src/upstream/upstream-context.js';
import { AICALLER } from '../vendors/index.js';
import { eventually } from './eventually.js';

/** The id of the call that all tests read. */
export const ID = String(AICALLER.row(1)[AICALLER.idField]);

/** The call in one of its states, by the seconds that it took. */
export function state(seconds: number, more: object = {}): Call {
  return AICALLER.toCall({ ...AICALLER.row(1), status: 'completed', callDuration: seconds, ...more }) as Call;
}

/** One read at the vendor: `answer` ends it. */
export interface Read {
  readonly id: string;
  answer(outcome: LookupOutcome): void;
}

/** One process's cache and look-up of one account, with a vendor that the test plays. */
export class SharingProcess {
  readonly reads: Read[] = [];
  /** How often another process has told a change. */
  heard = 0;
  readonly redis: SharedRedis;
  readonly cache = new CallCache({ maxCalls: 100_000, maxBytes: 2 ** 30, settledMs: 3_600_000, unsettledMs: 3_600_000, absentMs: 3_600_000 }, () => Date.now());
  readonly calls: RedisCalls;
  readonly lookup: SharedLookup;

  constructor(url: string, windowMs = 0, idsPerRequest: number | null = 1) {
    this.redis = new SharedRedis(url, () => undefined);
    const encryption = new Encryption(new Map([['aicaller', Buffer.alloc(32, 1)]]));
    this.calls = new RedisCalls(this.redis, encryption, 3_600_000, {
      changed: ({ account, providerCallId }) => {
        this.heard += 1;
        this.cache.doubt(account, providerCallId);
      },
      missed: () => this.cache.doubtAll(),
    });
    const read = (id: string, { signal }: UpstreamContext) =>
      new Promise<LookupOutcome>((resolve) => {
        this.reads.push({ id, answer: resolve });
        signal.addEventListener('abort', () => resolve(tooLate('AICALLER', true)));
      });
    const lookup: LookupCapability = { idsPerRequest, find: (references, context) => Promise.all(references.map(({ providerCallId }) => read(providerCallId, context))) };
    this.lookup = new SharedLookup({ account: 'aicaller', name: 'AICALLER', lookup }, this.cache, windowMs, { batchSent: () => undefined, cacheRead: () => undefined }, { isSpent: false }, this.calls);
  }

  async start(): Promise<this> {
    await this.redis.connect();
    return this.isConnected();
  }

  async isConnected(): Promise<this> {
    await eventually('Redis to answer', () => this.redis.answers());
    return this;
  }

  /** Waits until another process has told a change. */
  async hears(): Promise<void> {
    await eventually('a change to be heard of', () => this.heard > 0);
  }

  async find(isFresh = false, context: Partial<UpstreamContext> = {}): Promise<LookupOutcome> {
    const [outcome] = await this.lookup.find([{ providerCallId: ID }], { urgency: Urgency.INTERACTIVE, signal: AbortSignal.timeout(20_000), deadlineAt: Date.now() + 20_000, isFresh, ...context });
    return outcome as LookupOutcome;
  }

  /** The seconds of the call, null if it does not exist, or 'asks' if the vendor is asked, which is not answered. */
  async seconds(): Promise<number | null | 'asks'> {
    const before = this.reads.length;
    const stop = new AbortController();
    let found: number | null | undefined;
    void this.find(false, { signal: stop.signal }).then((outcome) => (found = secondsOf(outcome)));
    const result = await eventually('the call, or a request', () => (this.reads.length > before ? 'asks' : found), (one) => one !== undefined);
    stop.abort();
    this.reads.length = before;
    return result ?? null;
  }

  /** The next request to the vendor. */
  async read(): Promise<Read> {
    return eventually('a request to the vendor', () => this.reads[0] as Read);
  }

  close(): void {
    this.calls.close();
    this.redis.close();
  }
}

export function secondsOf(outcome: LookupOutcome): number | null {
  return outcome && 'duration' in outcome ? outcome.duration : null;
}
