import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts requests up to a number of points, which may change. */
export interface Counter {
  points: number;
  /** Counts a request. Rejects with the count if it is above `points`. */
  consume(key: string): Promise<RateLimiterRes>;
  /** Takes a request back. */
  reward(key: string): Promise<RateLimiterRes>;
  get(key: string): Promise<RateLimiterRes | null>;
  set(key: string, requests: number, seconds: number): Promise<RateLimiterRes>;
}

/** Creates a counter in which several processes count together. `seconds`: how long a request is counted. */
export type SharedCounter = (points: number, seconds: number) => Counter;

/** Counts in a table of PostgreSQL. */
export function countingInPostgres(pool: Pool, table: string): SharedCounter {
  return (points, duration) => new RateLimiterPostgres({ points, duration, keyPrefix: '', storeClient: pool, storeType: 'pool', tableName: table, tableCreated: true });
}

/** If the shared counter takes longer than this, the process counts locally for LOCAL_COUNT_MS. */
const SHARED_COUNT_TIMEOUT_MS = 300;
const LOCAL_COUNT_MS = 5000;
const TOO_LATE = new Error('The shared counter does not answer.');

/** Counts requests under keys, for all processes that share a counter. In memory without one, or while it does not answer. */
export class RequestCounts {
  private readonly local: Counter;
  private readonly shared: Counter | undefined;
  private localUntil = 0;

  /** `seconds`: how long a count is kept after its first request. */
  constructor(points: number, seconds: number, shared: SharedCounter | null) {
    this.local = new RateLimiterMemory({ points, duration: seconds, keyPrefix: '' });
    this.shared = shared?.(points, seconds);
  }

  set points(points: number) {
    this.local.points = points;
    if (this.shared) this.shared.points = points;
  }

  /** Counts a request, also one above the limit. */
  async add(key: string): Promise<RateLimiterRes> {
    return this.count((counter) => counter.consume(key).catch(countIn));
  }

  async takeBack(key: string): Promise<RateLimiterRes> {
    return this.count((counter) => counter.reward(key));
  }

  /** Null if nothing is counted, or if it is not known. */
  async get(key: string): Promise<RateLimiterRes | null> {
    return this.count((counter) => counter.get(key)).catch(() => null);
  }

  /** Does nothing if writing fails. */
  async set(key: string, requests: number, seconds: number): Promise<void> {
    await this.count((counter) => counter.set(key, requests, seconds)).catch(() => undefined);
  }

  /** Counts locally if the shared counter fails; for a while if it hangs, because every request would wait for it. */
  private async count<T>(operation: (counter: Counter) => Promise<T>): Promise<T> {
    if (!this.shared || performance.now() < this.localUntil) return operation(this.local);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      // A busy process has not read an answer that is already here. It does so between a timer and an immediate.
      timer = setTimeout(() => setImmediate(() => reject(TOO_LATE)), SHARED_COUNT_TIMEOUT_MS);
    });
    try {
      return await Promise.race([operation(this.shared), tooLate]);
    } catch (error) {
      if (error === TOO_LATE) this.localUntil = performance.now() + LOCAL_COUNT_MS;
      return operation(this.local);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The count of a request above the limit. @throws any other reason */
function countIn(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason;
  throw reason;
}
