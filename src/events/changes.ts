import type { CallProviderName } from '../model/call-provider.js';
import type { Database } from '../store/tables.js';

/** That a call changed; small, because it goes between processes. */
export interface CallChange {
  readonly provider: CallProviderName;
  readonly providerCallId: string;
  /** Global id. */
  readonly callId: string;
  /** Counts the changes of the call. */
  readonly version: number;
}

/** `foundAt`: when it was found, in epoch milliseconds, where it is told late; who subscribed after that need not hear of it. */
export type Hear = (change: CallChange, foundAt?: number) => void;

/** Carries changes to every process that serves subscribers, this one included. */
export interface ChangeBus {
  /** Within the transaction that writes the change: it is carried if, and only if, that commits. */
  announce(change: CallChange, transaction: Database): Promise<void>;
  /** After that transaction. */
  committed(change: CallChange): void;
  /** Calls back for each change. One may come twice: its version tells. */
  listen(hear: Hear): void;
  close(): Promise<void>;
}

/** Where there is only one process. */
export class LocalChangeBus implements ChangeBus {
  private readonly listeners: Hear[] = [];

  async announce(): Promise<void> {
    // Nobody else listens; those here hear of it once it is committed.
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
