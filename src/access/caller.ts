import type { AccountName } from '../model/account.js';
import { type Scope, SCOPES } from '../model/scope.js';

/** Who sends an operation, and what they may do. */
export interface Caller {
  /** Issuer and subject of the token. Null if no tokens are checked: all clients are one caller then. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  readonly scopes: ReadonlySet<Scope>;
  /** The accounts that the caller may use. Null for all. */
  readonly accounts: ReadonlySet<AccountName> | null;
  /** When the token expires, in epoch milliseconds. Null for never. */
  readonly expiresAt: number | null;
}

/** The only caller if no tokens are checked. */
export const ANYBODY: Caller = { identity: null, scopes: new Set(SCOPES), accounts: null, expiresAt: null };
