import type { Span } from '@opentelemetry/api';
import type { CallProviderName } from '../model/call-provider.js';
import type { RequestOrigin } from '../upstream/upstream-context.js';

/** One client operation, as logs, traces and the client itself are told of it. */
export class Operation implements RequestOrigin {
  /** How many requests each provider was sent for it, those included that it shared with other operations. */
  readonly sentTo = new Map<CallProviderName, number>();

  private sentInAll = 0;

  /** `most`: how many requests may be sent for it. */
  constructor(
    readonly requestId: string,
    readonly span: Span | undefined,
    private readonly most: number,
  ) {}

  get isSpent(): boolean {
    return this.sentInAll >= this.most;
  }

  sent(provider: CallProviderName): void {
    this.sentInAll += 1;
    this.sentTo.set(provider, (this.sentTo.get(provider) ?? 0) + 1);
  }
}
