import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { CallProviderName } from '../model/call-provider.js';
import type { GraphContext } from '../graph/context.js';
import { type CostReckoner, type OperationCost, refuseIfTooDear } from '../graph/cost/operation-cost.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Operation } from '../telemetry/operation.js';

/** What an operation over HTTP works with. */
export interface ServerContext extends GraphContext {
  readonly operation: Operation;
  /** The client wants to know what its operation cost, and may. */
  readonly tellsUpstream: boolean;
}

export interface OperationPluginParts {
  readonly reckoner: CostReckoner;
  readonly limit: OperationCost;
  readonly providers: readonly CallProviderName[];
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Refuses operations that are too dear before anything is fetched, and counts, logs and traces the others. */
export function operationPlugin({ reckoner, limit, providers, metrics, log }: OperationPluginParts): ApolloServerPlugin<ServerContext> {
  return {
    async requestDidStart() {
      const began = performance.now();
      return {
        async didResolveOperation({ document, operation, operationName, request }) {
          if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw overWebSocket();
          refuseIfTooDear(reckoner.costOf({ document, operationName, variables: request.variables }), limit);
        },
        async willSendResponse({ contextValue: { operation, tellsUpstream }, operation: node, response: { body } }) {
          const result = body.kind === 'single' ? body.singleResult : body.initialResult;
          const sentTo = Object.fromEntries(providers.map((provider) => [provider, operation.sentTo.get(provider) ?? 0]));
          if (tellsUpstream) result.extensions = { ...result.extensions, upstream: sentTo };
          const milliseconds = performance.now() - began;
          const errors = result.errors ?? [];
          const type = node?.operation ?? 'unknown';
          const outcome = errors.length === 0 ? 'ok' : result.data === undefined ? 'refused' : 'errors';
          metrics.operationEnded(type, outcome, milliseconds);
          operation.span?.updateName(`graphql.${type}`).setAttribute('switchboard.request_id', operation.requestId).end();
          log.info({ requestId: operation.requestId, type, name: node?.name?.value, outcome, codes: codesOf(errors), sentTo, milliseconds: Math.round(milliseconds) }, 'operation');
        },
      };
    },
  };
}

function overWebSocket(): GraphQLError {
  return new GraphQLError('Subscriptions are served over WebSocket, at this address.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/** Which errors there were, each once; their messages may hold what a client sent. */
function codesOf(errors: readonly GraphQLFormattedError[]): unknown[] | undefined {
  return errors.length === 0 ? undefined : [...new Set(errors.map(({ extensions }) => extensions?.['code']))];
}
