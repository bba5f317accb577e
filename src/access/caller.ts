import { hash } from 'node:crypto';
import type { AccountName } from '../model/account.js';
import { type Scope, SCOPES } from '../model/scope.js';

/** Issuer and subject of a token. */
export interface CallerIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Who sends an operation, and what they may do. */
export interface Caller {
  /** Null if no tokens are checked: all clients are one caller then. */
  readonly identity: CallerIdentity | null;
  readonly scopes: ReadonlySet<Scope>;
  /** The accounts that the caller may use. Null for all. */
  readonly accounts: ReadonlySet<AccountName> | null;
  /** When the token expires, in epoch milliseconds. Null for never. */
  readonly expiresAt: number | null;
}

/** The only caller if no tokens are checked. */
export const ANYBODY: Caller = { identity: null, scopes: new Set(SCOPES), accounts: null, expiresAt: null };

/** Text of fixed length that identifies a caller. */
export function callerKey({ issuer, subject }: CallerIdentity): string {
  return hash('sha256', JSON.stringify([issuer, subject]), 'base64url');
}

/** The accounts that a caller may use. */
export function usableBy<Account extends { readonly account: AccountName }>({ accounts }: Caller, all: readonly Account[]): readonly Account[] {
  return accounts === null ? all : all.filter(({ account }) => accounts.has(account));
}

export function mayUse({ accounts }: Caller, account: AccountName): boolean {
  return accounts?.has(account) ?? true;
}
