import { referenceKey } from '../lookup/reference-key.js';
import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';
import { readCall, writeCall } from '../model/written-call.js';
import type { CallReference } from '../providers/provider.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { Encryption } from '../store/encryption.js';
import { PREFIX } from './scripts.js';
import { readFailure, writeFailure } from './written-failure.js';

/** Followed by its id, stands for a call that does not exist. */
const ABSENT = '-';

/** The keys of a look-up and of what is known of its call. */
export type Keys = readonly [claim: string, entry: string];

/** How calls and outcomes stand in Redis: encrypted, under keys that reveal no id. */
export class Entries {
  constructor(private readonly encryption: Encryption) {}

  keysOf(account: AccountName, reference: CallReference): Keys {
    return [`${PREFIX}look-up:${this.encryption.fingerprint(account, referenceKey(reference))}`, this.keyOf(account, reference.providerCallId)];
  }

  keyOf(account: AccountName, providerCallId: string): string {
    return `${PREFIX}call:${this.encryption.fingerprint(account, providerCallId)}`;
  }

  /** Null: there is no such call. The same state has the same hash. */
  write(account: AccountName, providerCallId: string, call: Call | null): { readonly text: string; readonly hash: string } {
    const text = call ? writeCall(call) : ABSENT + providerCallId;
    return { text, hash: this.encryption.fingerprint(account, text) };
  }

  encrypt(account: AccountName, text: string): string {
    return this.encryption.encrypt(account, text);
  }

  /** Undefined if this process can't read it. */
  read(account: AccountName, providerCallId: string, written: string): Call | null | undefined {
    const text = written === '' ? null : this.encryption.decrypt(account, written);
    if (text === ABSENT + providerCallId) return null;
    const call = text === null ? null : readCall(text);
    return call?.account === account && call.providerCallId === providerCallId ? call : undefined;
  }

  writeOutcome(account: AccountName, providerCallId: string, outcome: ProviderError | null): string {
    return this.encryption.encrypt(account, outcome === null ? ABSENT + providerCallId : writeFailure(outcome));
  }

  /** Undefined if this process can't read it. */
  readOutcome(account: AccountName, providerCallId: string, written: string): ProviderError | null | undefined {
    const text = this.encryption.decrypt(account, written);
    if (text === ABSENT + providerCallId) return null;
    return text === null ? undefined : readFailure(text);
  }

  /** Whether this process has the account. */
  knows(account: AccountName): boolean {
    return this.encryption.hasKey(account);
  }
}
