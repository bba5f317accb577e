import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { CallProviderName } from '../model/call-provider.js';
import type { Metrics } from './metrics.js';
import type { Operation } from './operation.js';

/** How something that a client asked for went. */
export interface OperationEnd {
  /** query, mutation, subscription, delivery (of one change to one subscriber), or unknown. */
  readonly type: string;
  readonly name: string | undefined;
  /** Nothing of it was carried out. */
  readonly isRefused: boolean;
  readonly errors: readonly Pick<GraphQLFormattedError, 'extensions'>[];
  readonly milliseconds: number;
}

/** Clients choose the names of their operations. */
const LONGEST_NAME = 100;

/** Counts, logs and traces what was asked. */
export class OperationReport {
  constructor(
    private readonly providers: readonly CallProviderName[],
    private readonly metrics: Metrics,
    private readonly log: Logger,
  ) {}

  /** How many requests each provider was sent for an operation. */
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
      name: name?.slice(0, LONGEST_NAME),
      outcome,
      codes: codesOf(errors),
      sentTo: this.sentTo(operation),
      milliseconds: Math.round(milliseconds),
    };
    // A change goes to a thousand subscribers: a line for each would say the same.
    this.log[type === 'delivery' && outcome === 'ok' ? 'debug' : 'info'](line, 'operation');
  }
}

/** Which errors there were, each once; their messages may hold what a client sent. */
function codesOf(errors: OperationEnd['errors']): unknown[] | undefined {
  return errors.length === 0 ? undefined : [...new Set(errors.map(({ extensions }) => extensions?.['code']))];
}
