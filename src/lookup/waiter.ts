import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { SharedRequests } from './shared-requests.js';

/** Somebody who looks up several calls at once, and waits for those that are pending. */
export class Waiter {
  /** Resolves once no look-up is left to wait for; rejects where one failed unexpectedly. */
  readonly done: Promise<void>;
  private pending = 0;
  private readonly charged = new Set<SharedRequests>();
  private resolve!: () => void;
  private reject!: (error: unknown) => void;

  constructor(readonly context: UpstreamContext) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Nobody may listen any more when it rejects.
    this.done.catch(() => undefined);
  }

  /** A waiter that joins a batch is charged for the requests it already sent. */
  charge(requests: SharedRequests | null, provider: CallProviderName): void {
    if (!requests || this.charged.has(requests)) return;
    this.charged.add(requests);
    for (let sent = 0; sent < requests.sent; sent++) this.context.origin?.sent(provider);
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
}
