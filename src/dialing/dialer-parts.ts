import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { ConnectedProvider } from '../providers/provider.js';
import type { Ledger } from './ledger.js';
import type { Settler } from './settler.js';

export interface DialerSettings {
  /** How long a provider may take to place a call, in milliseconds. A client that goes away doesn't shorten it. */
  readonly timeoutMs: number;
  /** How long a lost answer is looked for while the client waits, in milliseconds. */
  readonly patienceMs: number;
  /** The address that an intention's call is to notify; null where we can't be reached. `path`: that of the provider's event capability. */
  readonly eventAddress: (path: string, intentionId: string) => string | null;
  /** Whether an address is one of ours for notifications. */
  readonly isOwnAddress: (url: string) => boolean;
}

export interface DialerDependencies {
  readonly providers: readonly ConnectedProvider[];
  readonly ledger: Ledger;
  readonly settler: Settler;
  readonly now: () => number;
  /** The call as it was last read or placed here; null where nothing is known of it. */
  readonly lastKnown: (provider: CallProviderName, providerCallId: string) => Call | null;
  /** Told of every call that was placed. */
  readonly onPlaced: (call: Call) => void;
}
