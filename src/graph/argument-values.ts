import { type FieldNode, getArgumentValues, type GraphQLField } from 'graphql';

type Values = Readonly<Record<string, unknown>>;
interface Known {
  readonly field: GraphQLField<unknown, unknown>;
  readonly values: Values;
}

/** By the coerced variables of an operation. Each operation has an object of its own. */
const known = new WeakMap<Values, Map<FieldNode, Known>>();
const NONE: Values = Object.freeze({});

/** The arguments of a field as GraphQL.js reads them. Estimating the cost and executing need the same ones. @throws GraphQLError */
export function argumentValues(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Values): Values {
  if (field.args.length === 0) return NONE;
  const ofOperation = known.get(variables) ?? new Map<FieldNode, Known>();
  known.set(variables, ofOperation);
  const before = ofOperation.get(node);
  // A fragment on an interface is read with the fields of several types.
  if (before?.field === field) return before.values;
  const values = getArgumentValues(field, node, variables);
  ofOperation.set(node, { field, values });
  return values;
}
