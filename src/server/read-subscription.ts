import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  type ParseOptions,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import type { Caller } from '../access/caller.js';
import type { OperationToEstimate } from '../graph/cost/operation-cost.js';
import { shortened } from '../graph/format-error.js';
import { variableProblems } from '../graph/variable-problems.js';
import type { TrustCheck } from './trust.js';

export interface ReadingParts {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly check: TrustCheck;
  readonly parseOptions: ParseOptions;
  readonly maxErrors: number;
  readonly rules: readonly ValidationRule[];
  /** Refuses an operation that needs more rights than its caller has, or costs too much. @throws GraphQLError */
  readonly refuse: (operation: OperationToEstimate, caller: Caller) => void;
}

/** Parses and validates a subscription. Returns its document or errors. Queries and mutations must use HTTP, where CORS applies. */
export function readSubscription(
  query: string,
  { operationName, variables }: Omit<OperationToEstimate, 'document'>,
  caller: Caller,
  { schema, parseOptions, maxErrors, introspection, check, rules: ownRules, refuse }: ReadingParts,
): DocumentNode | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    check(query);
  } catch (error) {
    return [error as GraphQLError];
  }
  try {
    document = parse(query, parseOptions);
  } catch (error) {
    return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
  }
  const operation = getOperationAST(document, operationName);
  if (!operation) return [noOperation(document, operationName)];
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    return [new GraphQLError('Only subscriptions are served over WebSocket. Send queries and mutations over HTTP.', { extensions: { code: 'BAD_REQUEST' } })];
  }
  const rules = [...specifiedRules, ...ownRules, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  const mistakes = validate(schema, document, rules, { maxErrors, hideSuggestions: !introspection });
  if (mistakes.length > 0) return mistakes.map((mistake) => coded(mistake, 'GRAPHQL_VALIDATION_FAILED'));
  const problems = variableProblems(schema, operation, variables ?? {});
  if (problems.length > 0) return problems;
  try {
    refuse({ document, operationName, variables }, caller);
    return document;
  } catch (error) {
    return [error as GraphQLError];
  }
}

/** As Apollo Server says it over HTTP. */
function noOperation({ definitions }: DocumentNode, name: string | null | undefined): GraphQLError {
  const hasSeveral = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1;
  const message = typeof name === 'string' ? `Unknown operation named "${name}".` : hasSeveral ? 'Must provide operation name if query contains multiple operations.' : 'Must provide an operation.';
  return new GraphQLError(shortened(message), { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

/** Adds the code that the same error has over HTTP. */
function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, source: error.source ?? null, positions: error.positions ?? null, extensions: { code } });
}
