import type { Span } from '@opentelemetry/api';
import type { AccountName } from '../model/account.js';
import type { RequestOrigin, RequestShare } from '../upstream/upstream-context.js';

/** One client operation, for logs, traces and the client's own report. */
export class Operation implements RequestOrigin {
  /** The number of requests to each account, including those that it shared with other operations. */
  readonly sentTo = new Map<AccountName, number>();

  readonly shares: readonly RequestShare[];

  private totalSent = 0;

  constructor(
    readonly requestId: string,
    readonly span: Span | undefined,
    private readonly maxRequests: number,
    /** What its caller may send. Null for no limit. */
    share: RequestShare | null,
  ) {
    this.shares = share ? [share] : [];
  }

  get operation(): object {
    return this;
  }

  get isSpent(): boolean {
    return this.totalSent >= this.maxRequests;
  }

  sent(account: AccountName): void {
    this.totalSent += 1;
    this.sentTo.set(account, (this.sentTo.get(account) ?? 0) + 1);
  }
}
