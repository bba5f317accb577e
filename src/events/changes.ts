import type { AccountName } from '../model/account.js';
import type { Database } from '../store/tables.js';

/** A change of a call. It is small, because it is sent between processes. */
export interface CallChange {
  readonly account: AccountName;
  readonly providerCallId: string;
  /** Global id. */
  readonly callId: string;
  /** Counts the changes of the call. */
  readonly version: number;
}

/** `foundAt`: for a change that is delivered late, when it was found, in epoch milliseconds. Later subscribers don't need it. */
export type Hear = (change: CallChange, foundAt?: number) => void;

/** Sends changes to all processes that serve subscribers, including this one. */
export interface ChangeBus {
  /** To be called within the transaction that writes the change. The change is sent only if the transaction commits. */
  announce(change: CallChange, transaction: Database): Promise<void>;
  /** To be called after that transaction. */
  committed(change: CallChange): void;
  /** Calls back for each change. A change may come twice; it then has the same version. */
  listen(hear: Hear): void;
  close(): Promise<void>;
}

/** For a single process. */
export class LocalChangeBus implements ChangeBus {
  private readonly listeners: Hear[] = [];

  async announce(): Promise<void> {
    // There are no other processes. Subscribers here get the change after the commit.
  }

  committed(change: CallChange): void {
    for (const hear of this.listeners) hear(change);
  }

  listen(hear: Hear): void {
    this.listeners.push(hear);
  }

  async close(): Promise<void> {
    this.listeners.length = 0;
  }
}
