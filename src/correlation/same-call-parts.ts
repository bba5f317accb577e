import type { AccountName } from '../model/account.js';
import type { CallMatch } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { Recording } from '../model/recording.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { KnownCarrierIds } from './known-carrier-ids.js';

/** What a search needs. */
export interface SameCallParts {
  /** The accounts that the caller may use. No other account is asked or told of. */
  readonly accounts: readonly ConnectedAccount[];
  /** A call by its provider's own id. Rejects with a ProviderError. */
  readonly find: (provider: CallProviderName, account: AccountName, providerCallId: string) => Promise<Call | null>;
  readonly recordingsOf: (call: Call) => Promise<readonly Recording[] | ProviderError>;
  readonly known: KnownCarrierIds;
  readonly context: UpstreamContext;
}

/** What was found about one call. */
export interface SameCalls {
  readonly matches: readonly CallMatch[];
  /** Why there may be more. */
  readonly failures: readonly ProviderError[];
}
