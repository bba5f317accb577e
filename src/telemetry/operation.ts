import type { Span } from '@opentelemetry/api';
import type { CallProviderName } from '../model/call-provider.js';
import type { RequestOrigin } from '../upstream/upstream-context.js';

/** One client operation, for logs, traces and the client's own report. */
export class Operation implements RequestOrigin {
  /** The number of requests to each provider, including those that it shared with other operations. */
  readonly sentTo = new Map<CallProviderName, number>();

  private totalSent = 0;

  constructor(
    readonly requestId: string,
    readonly span: Span | undefined,
    private readonly maxRequests: number,
  ) {}

  get isSpent(): boolean {
    return this.totalSent >= this.maxRequests;
  }

  sent(provider: CallProviderName): void {
    this.totalSent += 1;
    this.sentTo.set(provider, (this.sentTo.get(provider) ?? 0) + 1);
  }
}
