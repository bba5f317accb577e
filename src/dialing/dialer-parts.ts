import type { Call } from '../model/call.js';
import type { AccountName } from '../model/account.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { CallsPerHour } from './calls-per-hour.js';
import type { Ledger } from './ledger.js';
import type { Settler } from './settler.js';

export interface DialerSettings {
  /** Timeout for placing a call, in milliseconds. It also applies when the client disconnects. */
  readonly timeoutMs: number;
  /** How long a client waits during the search for a lost answer, in milliseconds. */
  readonly patienceMs: number;
  /** Beginnings of the numbers that may be called, in E.164. Empty for any number. */
  readonly allowedPrefixes: readonly string[];
  /** The address that the vendor notifies about an intention's call; null if vendors can't reach us. */
  readonly eventAddress: (account: AccountName, intentionId: string) => string | null;
  /** Whether a URL is one of our own notification addresses. */
  readonly isOwnAddress: (url: string) => boolean;
}

export interface DialerDependencies {
  readonly accounts: readonly ConnectedAccount[];
  readonly ledger: Ledger;
  readonly callsPerHour: CallsPerHour;
  readonly settler: Settler;
  readonly now: () => number;
  /** The call as it was last read or placed here; null if unknown. */
  readonly lastKnown: (account: AccountName, providerCallId: string) => Call | null;
  /** Called for each placed call. */
  readonly onPlaced: (call: Call) => void;
}
