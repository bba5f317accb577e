import type { CallProvider } from '../graph/generated/operations';
import { strings } from '../strings';

/** The provider, and the account's own name if it is a further one: Exotel (north) for exotel-north. */
export function formatAccount(provider: CallProvider, account: string): string {
  const defaultName = provider.toLowerCase().replaceAll('_', '-');
  const own = account.startsWith(`${defaultName}-`) ? account.slice(defaultName.length + 1) : null;
  return own === null ? strings.providers[provider] : `${strings.providers[provider]} (${own})`;
}
