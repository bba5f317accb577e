import type { CallerIdentity } from '../access/caller.js';
import type { AccountName } from '../model/account.js';

/** What was done. */
export type AuditAction = 'PLACE_CALL' | 'GIVE_RECORDING_LINK' | 'PLAY_RECORDING';

/** One step of an action that must be provable later. It has no phone number in clear. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** For calls: TRIED, before the request is sent; NOT_ALLOWED; or the outcome of the request, as in the ledger. For recordings: GIVEN, PLAYED. */
  readonly outcome: string;
  /** Null if no tokens are checked. */
  readonly caller: CallerIdentity | null;
  readonly account: AccountName;
  /** Equal for all steps of one action. */
  readonly attempt: string;
  /** Global id of what it was done to. Null if it is not known, or does not exist. */
  readonly target: string | null;
  /** Keyed hash of the called number. Null in steps after the first. */
  readonly numberHash: string | null;
  /** The id of the client's request. */
  readonly requestId: string | null;
}
