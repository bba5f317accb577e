import type { AccountName } from '../model/account.js';

/** What one process has learned about an account, for all others. It holds for this time, in milliseconds. */
export interface Hint {
  /** REFUSED: the vendor refused a request, because it gets too many. FAILING: reads fail repeatedly. */
  readonly kind: 'REFUSED' | 'FAILING';
  readonly milliseconds: number;
}

/** Passes hints on between processes. A hint may get lost. */
export interface Hints {
  tell(account: AccountName, hint: Hint): void;
  /** Calls back for hints of other processes. */
  hear(account: AccountName, heard: (hint: Hint) => void): void;
}
