import { providerDefinitions } from '../../src/providers/registry.js';

/** No rate limit for any provider. */
const UNLIMITED = Object.fromEntries(providerDefinitions.flatMap(({ requestsPerMinute }) => (requestsPerMinute === undefined ? [] : [[requestsPerMinute, '0']])));

/**
 * Settings under which one look-up is one request and one failure is one failure: for tests about
 * something else than caching, retrying, budgets and breakers.
 */
export const PLAIN: Readonly<Record<string, string>> = {
  CACHE_MAX_CALLS: '0',
  UPSTREAM_ATTEMPTS: '1',
  BREAKER_FAILURES: '1000000',
  ...UNLIMITED,
};
