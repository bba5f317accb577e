/**
 * Settings under which one look-up is one request and one failure is one failure: for tests about
 * something else than caching, retrying, budgets and breakers.
 */
export const PLAIN = {
  CACHE_MAX_CALLS: '0',
  UPSTREAM_ATTEMPTS: '1',
  BREAKER_FAILURES: '1000000',
  EXOTEL_REQUESTS_PER_MINUTE: '0',
  SKIPCALL_REQUESTS_PER_MINUTE: '0',
} as const;
