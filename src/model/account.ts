import { type CallProviderName, defaultAccounts, providersByDefaultAccount } from './call-provider.js';

/**
 * The name of an account at a provider, such as `exotel` or `exotel-mumbai`. It is unique among all providers, and
 * identifies the account in every map, cache, cursor, row, label and address.
 */
export type AccountName = string;

/** The part of a name behind the provider's. */
export const OWN_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The account whose settings have no name of their own: `CONTACT_CENTER` has the default account `contact-center`. */
export function defaultAccount(provider: CallProviderName): AccountName {
  const account = defaultAccounts.get(provider);
  if (account === undefined) throw new Error(`${provider} is not a provider of the registry.`);
  return account;
}

/** The account with settings of its own name: `mumbai` at `EXOTEL` is `exotel-mumbai`. */
export function namedAccount(provider: CallProviderName, ownName: string): AccountName {
  return `${defaultAccount(provider)}-${ownName}`;
}

/** The provider of an account. Null if no account can have this name. */
export function providerOf(account: AccountName): CallProviderName | null {
  const provider = providersByDefaultAccount.get(account);
  if (provider !== undefined) return provider;
  for (const [own, name] of providersByDefaultAccount) {
    if (account.startsWith(`${own}-`)) return OWN_NAME.test(account.slice(own.length + 1)) ? name : null;
  }
  return null;
}

/** How a global id names an account. A default account has its provider's name, as in versions without accounts. */
export function writtenAccount(account: AccountName): string {
  return providersByDefaultAccount.get(account) ?? account;
}

/** Reads what `writtenAccount` wrote. Null for anything else. */
export function readAccount(written: string): AccountName | null {
  const account = defaultAccounts.get(written);
  if (account !== undefined) return account;
  return providerOf(written) !== null && !providersByDefaultAccount.has(written) ? written : null;
}
