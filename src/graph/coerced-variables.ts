import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
type Coerced = ReturnType<typeof getVariableValues>;

/** The last result for an object of variables. Several steps of one request need it, and a thousand ids take time. */
const known = new WeakMap<Variables, { readonly operation: OperationDefinitionNode; readonly coerced: Coerced }>();

/** The variables of an operation as GraphQL.js coerces them, or its errors. Wrong variables are mostly refused before, by `variableProblems`. */
export function coercedVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables | null | undefined): Coerced {
  const given = variables ?? {};
  const last = known.get(given);
  if (last?.operation === operation) return last.coerced;
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 50 });
  known.set(given, { operation, coerced });
  return coerced;
}
