import type { Span } from '@opentelemetry/api';
import type { AccountName } from '../model/account.js';
import type { RequestOrigin } from '../upstream/upstream-context.js';

/** One client operation, for logs, traces and the client's own report. */
export class Operation implements RequestOrigin {
  /** The number of requests to each account, including those that it shared with other operations. */
  readonly sentTo = new Map<AccountName, number>();

  private totalSent = 0;

  constructor(
    readonly requestId: string,
    readonly span: Span | undefined,
    private readonly maxRequests: number,
    /** What its caller may send. Null for no limit. */
    private readonly share: Pick<RequestOrigin, 'waitMs' | 'sent'> | null,
  ) {}

  get isSpent(): boolean {
    return this.totalSent >= this.maxRequests;
  }

  waitMs(account: AccountName, perMinute: number): number {
    return this.share?.waitMs(account, perMinute) ?? 0;
  }

  sent(account: AccountName): void {
    this.totalSent += 1;
    this.sentTo.set(account, (this.sentTo.get(account) ?? 0) + 1);
    this.share?.sent(account);
  }
}
