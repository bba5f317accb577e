import { type AccountName, defaultAccount, providerOf } from '../../model/account.js';
import { ProviderError } from '../../upstream/provider-error.js';

/** For an id of an account that this process does not have. */
export function notConfigured(account: AccountName): ProviderError {
  const provider = providerOf(account) ?? account;
  return new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `${account === defaultAccount(provider) ? provider : account} is not configured.`).at(account);
}
