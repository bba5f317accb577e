import { accountsSetting, variableOf } from '../../src/config/account-settings.js';
import type { Environment } from '../../src/config/check.js';
import { providerDefinitions } from '../../src/providers/registry.js';

/** No rate limit for any account of an environment. */
function unlimited(environment: Environment): Record<string, string> {
  const settings = providerDefinitions.flatMap((definition) => {
    const ownNames = (environment[accountsSetting(definition)] ?? '').split(',').filter((name) => name !== '');
    const setting = definition.requestLimit?.setting;
    return setting === undefined ? [] : [null, ...ownNames].map((ownName) => variableOf(definition, setting, ownName));
  });
  return Object.fromEntries(settings.map((setting) => [setting, '0']));
}

/**
 * Settings under which one look-up is one request and one failure is one failure: for tests about
 * something else than caching, retrying, budgets and breakers.
 */
export const plain = (environment: Environment): Readonly<Record<string, string>> => ({
  CACHE_MAX_CALLS: '0',
  UPSTREAM_ATTEMPTS: '1',
  BREAKER_FAILURES: '1000000',
  ...unlimited(environment),
});
