import type { Span } from '@opentelemetry/api';
import type { CallProviderName } from '../model/call-provider.js';
import type { RequestOrigin } from '../providers/provider.js';

/** One client operation, as logs, traces and the client itself are told of it. */
export class Operation implements RequestOrigin {
  /** How many requests each provider was sent for it, those included that it shared with other operations. */
  readonly sentTo = new Map<CallProviderName, number>();

  constructor(
    readonly requestId: string,
    readonly span: Span | undefined,
  ) {}

  sent(provider: CallProviderName): void {
    this.sentTo.set(provider, (this.sentTo.get(provider) ?? 0) + 1);
  }
}
