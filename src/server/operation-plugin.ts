import type { Forbidden } from '../access/access-error.js';
import type { OperationScopes } from '../graph/access/operation-scopes.js';
import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { FormatError } from '../graph/format-error.js';
import type { GraphContext } from '../graph/context.js';
import { type CostEstimator, type OperationCost, refuseIfTooCostly } from '../graph/cost/operation-cost.js';
import { variableProblems } from '../graph/variable-problems.js';
import type { Operation } from '../telemetry/operation.js';
import type { OperationReport } from '../telemetry/operation-report.js';
import { type OperationRoom, timeToWait } from './operation-room.js';
import { tooLarge, writeWithin, WrittenAnswer } from './written-answer.js';

/** The context of an operation over HTTP. */
export interface ServerContext extends GraphContext {
  readonly operation: Operation;
  /** The client requested the number of upstream requests, and the configuration allows it. */
  readonly reportsUpstream: boolean;
}

export interface OperationPluginParts {
  readonly estimator: CostEstimator;
  readonly scopes: OperationScopes;
  readonly limit: OperationCost;
  readonly maxAnswerBytes: number;
  readonly room: OperationRoom;
  readonly formatError: FormatError;
  readonly report: OperationReport;
}

/** Refuses operations with invalid variables or a too high cost before anything is requested. Reports every operation. */
export function operationPlugin({ estimator, scopes, limit, maxAnswerBytes, room, formatError, report }: OperationPluginParts): ApolloServerPlugin<ServerContext> {
  return {
    async requestDidStart() {
      const began = performance.now();
      let problems: readonly GraphQLError[] = [];
      let forbidden: Forbidden | null = null;
      let cost: OperationCost | null = null;
      let leave: (() => void) | null = null;
      return {
        async didResolveOperation({ schema, document, operation, operationName, request, contextValue: { caller } }) {
          if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw overWebSocket();
          // First, because all later steps read the variables.
          problems = operation ? variableProblems(schema, operation, request.variables ?? {}) : [];
          if (problems.length > 0) return;
          forbidden = scopes.refusalOf({ document, operationName, variables: request.variables }, caller);
          if (forbidden) return;
          cost = estimator.costOf({ document, operationName, variables: request.variables }, caller);
          refuseIfTooCostly(cost, limit);
        },
        // Not thrown above, because only one problem would be reported.
        async responseForOperation({ contextValue: { upstream, now } }) {
          if (forbidden) return { http: { status: 403, headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data: null, errors: [formatError(forbidden.toJSON(), forbidden)] } } };
          if (problems.length > 0) return refusal(problems, 400, {}, formatError);
          try {
            leave = await room.enter(cost, upstream.signal, timeToWait(upstream, now()));
            return null;
          } catch (error) {
            return refusal([error as GraphQLError], 503, { 'retry-after': '1' }, formatError);
          }
        },
        async willSendResponse({ contextValue: { operation, accounts, failures, reportsUpstream }, operation: node, response: { body, http } }) {
          const result = body.kind === 'single' ? body.singleResult : body.initialResult;
          const partial = failures.errors.map((error) => formatError(error.toJSON(), error));
          if (partial.length > 0) result.errors = [...(result.errors ?? []), ...partial];
          if (reportsUpstream) result.extensions = { ...result.extensions, upstream: report.sentTo(operation, accounts) };
          const written = writeWithin(result, maxAnswerBytes);
          leave?.();
          if (written === null) {
            delete result.data;
            const error = tooLarge(maxAnswerBytes);
            result.errors = [formatError(error.toJSON(), error)];
            http.status = 400;
          }
          report.ended(operation, {
            type: node?.operation ?? 'unknown',
            name: node?.name?.value,
            isRefused: result.data === undefined || forbidden !== null,
            errors: result.errors ?? [],
            milliseconds: performance.now() - began,
          });
          if (written !== null && body.kind === 'single') body.singleResult = { data: new WrittenAnswer(written) as never };
        },
      };
    },
  };
}

function refusal(problems: readonly GraphQLError[], status: number, headers: Readonly<Record<string, string>>, formatError: FormatError): GraphQLResponse {
  const errors = problems.map((problem) => formatError(problem.toJSON(), problem));
  return { http: { status, headers: new HeaderMap(Object.entries(headers)) }, body: { kind: 'single', singleResult: { errors } } };
}

function overWebSocket(): GraphQLError {
  return new GraphQLError('Subscriptions need a WebSocket connection. Connect to this URL with the graphql-transport-ws protocol.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
