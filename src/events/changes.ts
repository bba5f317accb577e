import type { CallProviderName } from '../model/call-provider.js';

/** That a call changed; small, because it goes between processes. */
export interface CallChange {
  readonly provider: CallProviderName;
  readonly providerCallId: string;
  /** Global id. */
  readonly callId: string;
  /** Counts the changes of the call. */
  readonly version: number;
}

/** Carries changes to every process that serves subscribers, this one included. */
export interface ChangeBus {
  /** @throws where it can't be carried */
  publish(change: CallChange): Promise<void>;
  /** Calls back for each change, in the order in which they were published. */
  listen(hear: (change: CallChange) => void): void;
  close(): Promise<void>;
}

/** Where there is only one process. */
export class LocalChangeBus implements ChangeBus {
  private readonly listeners: ((change: CallChange) => void)[] = [];

  async publish(change: CallChange): Promise<void> {
    for (const hear of this.listeners) hear(change);
  }

  listen(hear: (change: CallChange) => void): void {
    this.listeners.push(hear);
  }

  async close(): Promise<void> {
    this.listeners.length = 0;
  }
}
