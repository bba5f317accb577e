import type { AccountName } from '../model/account.js';
import { doneOrAborted } from '../upstream/done-or-aborted.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { SharedRequests } from './shared-requests.js';

/** One request for several calls that waits for its pending look-ups. */
export class Waiter {
  /** Resolves when no look-up is pending any more. Rejects if one failed unexpectedly. */
  private readonly done: Promise<void>;
  private pending = 0;
  private readonly charged = new Set<SharedRequests>();
  private resolve!: () => void;
  private reject!: (error: unknown) => void;

  constructor(readonly context: UpstreamContext) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Avoids an unhandled rejection after the waiter has left.
    this.done.catch(() => undefined);
  }

  /** A waiter that joins a batch is charged for the requests it already sent. */
  charge(requests: SharedRequests | null, account: AccountName): void {
    if (!requests || this.charged.has(requests)) return;
    this.charged.add(requests);
    for (let sent = 0; sent < requests.sent; sent++) this.context.origin?.sent(account);
  }

  get isWaiting(): boolean {
    return this.pending > 0;
  }

  joined(): void {
    this.pending += 1;
  }

  settled(): void {
    this.pending -= 1;
    if (this.pending === 0) this.resolve();
  }

  failed(error: unknown): void {
    this.reject(error);
  }

  /** Resolves when nothing is pending any more, or when its context aborts. Rejects if a look-up failed unexpectedly. */
  doneOrAborted(): Promise<void> {
    return doneOrAborted(this.done, this.context.signal);
  }
}
