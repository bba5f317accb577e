import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';

/** The PostgreSQL table in which several processes count together. */
export interface SharedCounts {
  readonly pool: Pool;
  readonly table: string;
}

/** If the shared counter takes longer than this, the process counts locally for LOCAL_COUNT_MS. */
const SHARED_COUNT_TIMEOUT_MS = 300;
const LOCAL_COUNT_MS = 5000;

/** Counts requests under keys, for all processes that share a PostgreSQL. In memory if the store is embedded or PostgreSQL is down. */
export class RequestCounts {
  private readonly limiters: readonly (RateLimiterMemory | RateLimiterPostgres)[];
  private readonly counter: RateLimiterMemory | RLWrapperTimeouts;
  private readonly local: RateLimiterMemory;
  private localUntil = 0;

  /** `seconds`: how long a count is kept after its first request. */
  constructor(points: number, seconds: number, shared: SharedCounts | null) {
    const options = { points, duration: seconds, keyPrefix: '' };
    const local = new RateLimiterMemory(options);
    const inPostgres = shared && new RateLimiterPostgres({ ...options, storeClient: shared.pool, storeType: 'pool', tableName: shared.table, tableCreated: true });
    this.local = local;
    this.limiters = inPostgres ? [local, inPostgres] : [local];
    this.counter = inPostgres ? new RLWrapperTimeouts({ limiter: inPostgres, timeoutMs: SHARED_COUNT_TIMEOUT_MS, insuranceLimiter: local, keyPrefix: '' }) : local;
  }

  set points(points: number) {
    for (const limiter of this.limiters) limiter.points = points;
  }

  /** Counts a request, also one above the limit. */
  async add(key: string): Promise<RateLimiterRes> {
    return this.count((counter) => counter.consume(key)).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
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

  /** Counts locally for a while if the database hangs, because every request would wait for it. */
  private async count<T>(operation: (counter: RateLimiterMemory | RLWrapperTimeouts) => Promise<T>): Promise<T> {
    if (performance.now() < this.localUntil) return operation(this.local);
    const began = performance.now();
    try {
      return await operation(this.counter);
    } finally {
      if (performance.now() - began >= SHARED_COUNT_TIMEOUT_MS) this.localUntil = performance.now() + LOCAL_COUNT_MS;
    }
  }
}
