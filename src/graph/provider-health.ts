import type { AccountName } from '../model/account.js';
import type { Upstream } from '../upstream/upstream.js';
import { BreakerState, type ProviderHealth, ProviderStatus } from './provider.type.js';

/** The health of an account, as seen by this process. */
export async function healthOf(account: AccountName, upstreams: ReadonlyMap<AccountName, Upstream>): Promise<ProviderHealth> {
  const upstream = upstreams.get(account);
  if (!upstream) throw new Error(`${account} is a configured account without an upstream.`);
  const { breaker, ...health } = await upstream.health();
  const failing = health.lastFailure === null ? ProviderStatus.HEALTHY : ProviderStatus.FAILING;
  return { ...health, breaker: BreakerState[breaker], status: breaker === 'CLOSED' ? failing : ProviderStatus.DOWN };
}
