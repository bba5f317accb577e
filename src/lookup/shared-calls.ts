import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';
import type { CallReference } from '../providers/provider.js';
import type { ProviderError } from '../upstream/provider-error.js';

/** The look-up of a call by this process. */
export interface Claim {
  /** Identifies it. A later claim has a greater one. */
  readonly claimedAt: string;
}

/** What other processes know about a call, or do about it. */
export type Standing =
  /** A process has read it, and that is still valid for a time. Null: there is no such call. */
  | { readonly kind: 'KNOWN'; readonly call: Call | null; readonly validMs: number }
  /** Another process is looking it up. */
  | { readonly kind: 'THEIRS'; readonly claimedAt: string }
  /** The look-up that was waited for has ended, and its outcome is not kept. */
  | { readonly kind: 'ENDED'; readonly outcome: ProviderError | null }
  /** This process has to look it up. `known`: the call as last read by any process, or null; null if this process has the same values. */
  | { readonly kind: 'MINE'; readonly claim: Claim; readonly known: Call | null };

export interface Wish {
  readonly account: AccountName;
  readonly reference: CallReference;
  /** Only what is read from now on is wanted. */
  readonly isFresh: boolean;
  /** Whether a call that another process has read is wanted. */
  readonly acceptsKnown: boolean;
  /** Whether the look-up of another process is waited for. */
  readonly waits: boolean;
  /** Whether this process has values of the call from earlier. */
  readonly hasValues: boolean;
  /** Whether a less urgent look-up of another process is taken over instead of waited for. */
  readonly isUrgent: boolean;
  /** The claim that was waited for until now. */
  readonly awaited: string | null;
}

/** The outcome of a look-up. Null: there is no such call. Valid for a time, in milliseconds. */
export interface Finding {
  readonly account: AccountName;
  readonly reference: CallReference;
  readonly claim: Claim;
  readonly call: Call | null;
  readonly validMs: number;
}

/** Calls that several processes share. */
export interface SharedCalls {
  /** What is known about a call; otherwise claims its look-up. Null if the other processes can't be asked. Never rejects. */
  ask(wish: Wish): Promise<Standing | null>;
  /** Tells what was found, and ends the look-up. False if another process has read the call later than this one. Never rejects. */
  keep(finding: Finding): Promise<boolean>;
  /**
   * Calls back when another process has read a call of an account. Null: that may have happened to any call. Look-ups
   * with a claim from before the stamp `before` may have read an older state.
   */
  hear(account: AccountName, outdated: (providerCallId: string | null, before: number) => void): void;
  /** A call was read, and the others could not be told. What they know of it is not to be believed. */
  outdated(account: AccountName, providerCallId: string): void;
  /** Ends a look-up whose outcome is not kept: who waits for it gets it. Undefined: they have to look by themselves. */
  end(account: AccountName, reference: CallReference, claim: Claim, outcome: ProviderError | null | undefined): void;
}
