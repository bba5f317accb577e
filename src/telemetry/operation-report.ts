import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { CallProviderName } from '../model/call-provider.js';
import type { Metrics } from './metrics.js';
import type { Operation } from './operation.js';

/** The result of a client's operation. */
export interface OperationEnd {
  /** query, mutation, subscription, delivery (one change sent to one subscriber), or unknown. */
  readonly type: string;
  readonly name: string | undefined;
  /** It was not executed. */
  readonly isRefused: boolean;
  readonly errors: readonly Pick<GraphQLFormattedError, 'extensions'>[];
  readonly milliseconds: number;
}

/** Limited because clients choose the names of their operations. */
const MAX_NAME_LENGTH = 100;

/** Counts, logs and traces operations. */
export class OperationReport {
  constructor(
    private readonly providers: readonly CallProviderName[],
    private readonly metrics: Metrics,
    private readonly log: Logger,
  ) {}

  /** The number of requests to each provider for an operation. */
  sentTo(operation: Operation): Record<string, number> {
    return Object.fromEntries(this.providers.map((provider) => [provider, operation.sentTo.get(provider) ?? 0]));
  }

  ended(operation: Operation, { type, name, isRefused, errors, milliseconds }: OperationEnd): void {
    const outcome = errors.length === 0 ? 'ok' : isRefused ? 'refused' : 'errors';
    this.metrics.operationEnded(type, outcome, milliseconds);
    operation.span?.updateName(`graphql.${type}`).setAttribute('switchboard.request_id', operation.requestId).end();
    const line = {
      requestId: operation.requestId,
      type,
      name: name?.slice(0, MAX_NAME_LENGTH),
      outcome,
      codes: codesOf(errors),
      sentTo: this.sentTo(operation),
      milliseconds: Math.round(milliseconds),
    };
    // One change may go to a thousand subscribers, and each would log the same line.
    this.log[type === 'delivery' && outcome === 'ok' ? 'debug' : 'info'](line, 'operation');
  }
}

/** The distinct error codes. Messages are not logged, because they may contain client data. */
function codesOf(errors: OperationEnd['errors']): unknown[] | undefined {
  return errors.length === 0 ? undefined : [...new Set(errors.map(({ extensions }) => extensions?.['code']))];
}
