import type { AccountName } from '../model/account.js';
import type { DialCapability } from '../providers/dial-capability.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { UserErrorFacts } from './user-error.js';

/** An account that places calls. */
export type DialingAccount = ConnectedAccount & { readonly dial: DialCapability };

/**
 * The account that places a call: the requested one, or else the only one. Errors if it can't place calls, or if
 * several can. Undefined if none can.
 */
export function chooseAccount(accounts: readonly ConnectedAccount[], requested: AccountName | null): DialingAccount | UserErrorFacts[] | undefined {
  const dialing = accounts.filter((account): account is DialingAccount => account.dial !== undefined);
  const names = dialing.map(({ account }) => account).join(', ');
  const refusal = (message: string): UserErrorFacts[] => [{ code: 'INVALID_INPUT', message, field: ['providerAccount'] }];
  if (requested !== null) return dialing.find(({ account }) => account === requested) ?? refusal(`providerAccount is not an account that places calls. These are: ${names || 'none'}.`);
  return dialing.length > 1 ? refusal(`providerAccount is missing. Several accounts can place the call: ${names}.`) : dialing[0];
}
