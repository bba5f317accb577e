import type { Logger } from 'pino';
import type { ConfiguredAccount } from './config/accounts.js';
import type { Config } from './config/config.js';
import type { CallCache } from './lookup/call-cache.js';
import type { SharedCalls } from './lookup/shared-calls.js';
import type { AccountName } from './model/account.js';
import type { SharedListFacts } from './providers/listing/list-facts.js';
import { SharedRedis } from './shared-cache/redis.js';
import { RedisCalls } from './shared-cache/redis-calls.js';
import { RedisHints } from './shared-cache/redis-hints.js';
import { RedisListFacts } from './shared-cache/redis-list-facts.js';
import { SlidingWindow } from './shared-cache/sliding-window.js';
import { Encryption } from './store/encryption.js';
import type { Metrics } from './telemetry/metrics.js';
import type { Hints } from './upstream/hints.js';
import type { SharedCounter } from './upstream/request-counts.js';

/** What processes share over Redis. */
export interface SharedCache {
  /** Null if this process caches no calls. */
  readonly calls: SharedCalls | null;
  /** Counts the requests of an account. */
  readonly counter: SharedCounter;
  readonly hints: Hints;
  /** What all processes know of an account's list. */
  listFacts(account: AccountName): SharedListFacts | null;
  /** Whether Redis answers now. */
  answers(): Promise<boolean>;
  /** Connects, or gives up for now after a short time. */
  connect(): Promise<void>;
  close(): void;
}

/** Null without REDIS_URL. */
export function connectSharedCache(config: Config, configured: readonly ConfiguredAccount[], cache: CallCache, metrics: Metrics, log: Logger): SharedCache | null {
  if (config.redisUrl === null) return null;
  const redis = new SharedRedis(config.redisUrl, (answers, code) => {
    if (answers) log.info('the shared cache answers again');
    else log.warn({ code }, 'the shared cache does not answer; requests are answered without it');
  });
  metrics.watchSharedCache(() => redis.answers());
  const encryption = new Encryption(new Map(configured.map(({ account, sharedKey }) => [account, sharedKey])));
  const calls =
    config.cache.maxCalls === 0
      ? null
      : new RedisCalls(redis, encryption, config.cache.settledMs, {
          changed: ({ account, providerCallId }) => cache.doubt(account, providerCallId),
          missed: () => cache.doubtAll(),
        });
  const budgetKeys = new Map(configured.map(({ account, budgetKey }) => [account, budgetKey]));
  return {
    calls,
    counter: (points, seconds) => new SlidingWindow(redis, points, seconds),
    hints: new RedisHints(redis, budgetKeys),
    listFacts(account) {
      const key = budgetKeys.get(account);
      return key === undefined ? null : new RedisListFacts(redis, key);
    },
    answers: () => redis.answers(),
    connect: () => redis.connect(),
    close() {
      calls?.close();
      redis.close();
    },
  };
}
