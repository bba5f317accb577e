import type { Call } from '../model/call.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import { BEFORE_MS, timesOf } from './windows.js';

/** The failure for a call that is older than what an account still returns. Null if it returns calls of that time. */
export function beyondHistory({ account, name, list }: ConnectedAccount, call: Call): ProviderError | null {
  const coveredFrom = list?.plan({}).coveredFrom ?? null;
  if (coveredFrom === null || timesOf(call).every((instant) => instant - BEFORE_MS >= coveredFrom.getTime())) return null;
  const day = coveredFrom.toISOString().slice(0, 10);
  return new ProviderError(name, 'CALL_OUT_OF_HISTORY', `${name} only returns calls since ${day}. An older call may be the same, but it can not be found.`).at(account);
}
