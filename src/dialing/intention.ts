import type { CallerIdentity } from '../access/caller.js';
import type { AccountName } from '../model/account.js';
import type { CallTraits } from '../providers/dial-capability.js';
import type { IntentionRow, IntentionState } from '../store/tables.js';

/** The values of a new intention. */
export interface Claim {
  /** The id of the intention if the claim succeeds. */
  readonly id: string;
  readonly account: AccountName;
  readonly idempotencyKey: string | null;
  readonly inputHash: string;
  readonly traits: CallTraits;
  /** The call gets a webhook of ours. */
  readonly hasWebhook: boolean;
  /** When the attempt is over at the latest, in epoch milliseconds. */
  readonly attemptEndsAt: number;
  /** Null if all clients are one caller. */
  readonly caller: CallerIdentity | null;
  /** The id of the client's request. */
  readonly requestId: string | null;
}

/** `isMine`: the caller must execute the intention. Otherwise it is an earlier one with the same key. */
export interface Claimed {
  readonly intention: IntentionRow;
  readonly isMine: boolean;
}

/** The outcome of an attempt. */
export interface Outcome {
  readonly state: Exclude<IntentionState, 'ATTEMPTED'>;
  readonly providerCallId?: string;
  readonly reason?: string;
  /** It was not sent because its caller may not place the call. That is in the audit by itself. */
  readonly isNotAllowed?: true;
}

/** States in which certainly no phone rang. The key can be used again. */
export const FREE: readonly IntentionState[] = ['REFUSED', 'NOT_SENT'];
/** States in which the call may still be found. */
export const OPEN: readonly IntentionState[] = ['ATTEMPTED', 'UNKNOWN'];
/** States without a known call, although one may have been placed. */
export const WITHOUT_CALL: readonly IntentionState[] = [...OPEN, 'SEVERAL', 'NOT_FOUND'];

/** Whether a state means that certainly no phone rang. */
export function isFree(state: IntentionState): boolean {
  return FREE.includes(state);
}

/** Who had the intention. */
export function callerOf({ issuer, subject }: Pick<IntentionRow, 'issuer' | 'subject'>): CallerIdentity | null {
  return issuer === null || subject === null ? null : { issuer, subject };
}
