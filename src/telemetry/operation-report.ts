import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { ConnectedAccount } from '../providers/provider.js';
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

type AccountOfProvider = Pick<ConnectedAccount, 'account' | 'name'>;

/** Limited because clients choose the names of their operations. */
const MAX_NAME_LENGTH = 100;

/** Counts, logs and traces operations. */
export class OperationReport {
  constructor(
    private readonly accounts: readonly AccountOfProvider[],
    private readonly metrics: Metrics,
    private readonly log: Logger,
  ) {}

  /** The number of requests for an operation to each provider of these accounts. */
  sentTo({ sentTo }: Operation, accounts = this.accounts): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { account, name } of accounts) counts[name] = (counts[name] ?? 0) + (sentTo.get(account) ?? 0);
    return counts;
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
