import type { AccountName } from '../model/account.js';
import { BadUserInput } from '../model/bad-user-input.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { ConnectedAccount } from '../providers/provider.js';

/** Names of accounts that a client gives. @throws BadUserInput if one of them is not the name of an account */
export function checkedAccounts(accounts: readonly ConnectedAccount[], names: readonly AccountName[], path: string): readonly AccountName[] {
  for (const [index, name] of names.entries()) {
    if (!accounts.some(({ account }) => account === name)) throw new BadUserInput('is not the name of an account. See Query.providerAccounts.', `${path}.${index}`);
  }
  return names;
}

/** The accounts of these providers with these names. Null for all accounts, if the caller may use all. @throws BadUserInput */
export function wantedAccounts(accounts: readonly ConnectedAccount[], providers: readonly CallProviderName[] | null, names: readonly AccountName[] | null, isRestricted: boolean): readonly AccountName[] | null {
  if (names) checkedAccounts(accounts, names, 'providerAccounts');
  if (!providers && !names && !isRestricted) return null;
  return accounts.filter(({ account, name }) => (providers?.includes(name) ?? true) && (names?.includes(account) ?? true)).map(({ account }) => account);
}
