import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type DocumentNode, execute, type ExecutionResult, getOperationAST, type GraphQLObjectType, type GraphQLSchema, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { coercedVariables } from '../coerced-variables.js';
import { Execution } from './execution.js';
import { OperationPlans } from './operation-plans.js';

export interface OperationToExecute {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: unknown;
  /** The change that a subscription's response is about. Absent for queries and mutations. */
  readonly change?: unknown;
}

/** What executed an operation: a plan that is kept with its document, or GraphQL.js. */
export type ExecutedBy = 'plan' | 'graphql-js';

/**
 * Executes queries, and subscriptions for each change, by plans that are made once for each document. The result is
 * that of GraphQL.js, which has to find out the fields, types and arguments anew for each object. Mutations are left to
 * GraphQL.js: they have one field, and nothing to gain.
 */
export class Executor {
  private readonly plans: OperationPlans;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly onExecute: (by: ExecutedBy) => void = () => undefined,
  ) {
    this.plans = new OperationPlans(schema);
  }

  execute({ document, operationName, variables, context, change }: OperationToExecute): ExecutionResult | Promise<ExecutionResult> {
    const operation = getOperationAST(document, operationName);
    const rootType = operation && this.rootTypeOf(operation);
    if (!rootType) {
      this.onExecute('graphql-js');
      return execute({ schema: this.schema, document, operationName, variableValues: variables, contextValue: context });
    }
    this.onExecute('plan');
    const { coerced, errors } = coercedVariables(this.schema, operation, variables);
    return coerced ? new Execution(this.plans.planOf(document, operation, rootType, coerced), context, coerced, change).run() : { errors: errors ?? [] };
  }

  /** Undefined for what is left to GraphQL.js. */
  private rootTypeOf({ operation }: OperationDefinitionNode): GraphQLObjectType | null | undefined {
    if (operation === OperationTypeNode.MUTATION) return undefined;
    return operation === OperationTypeNode.QUERY ? this.schema.getQueryType() : this.schema.getSubscriptionType();
  }
}

/** Apollo Server accepts an executor of our own only as that of a gateway. */
export function asGateway(schema: GraphQLSchema, executor: Executor): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({ executor: async ({ document, request: { operationName, variables }, context }) => executor.execute({ document, operationName, variables, context }) }),
    stop: async () => undefined,
  };
}
