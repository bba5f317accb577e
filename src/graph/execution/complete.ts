import {
  defaultTypeResolver, type GraphQLAbstractType, GraphQLError, type GraphQLObjectType, type GraphQLOutputType, type GraphQLResolveInfo, isAbstractType,
  isLeafType, isListType, isNonNullType, isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { serializeLeaf } from './leaf.js';
import type { Complete, Completing, FieldPlan, Path } from './plan.js';
import { isPromise } from './promise.js';

const known = new WeakMap<GraphQLOutputType, Complete>();

/** The completion of values of a type. One function for each type. */
export function completeFor(type: GraphQLOutputType): Complete {
  const complete = known.get(type) ?? (isNonNullType(type) ? neverNull(completeFor(type.ofType)) : orNull(completePresent(type)));
  known.set(type, complete);
  return complete;
}

function neverNull(complete: Complete): Complete {
  return (execution, field, path, value) => {
    const completed = complete(execution, field, path, value);
    if (completed === null) throw field.nullError();
    return completed;
  };
}

function orNull(complete: Complete): Complete {
  return (execution, field, path, value) => {
    if (value === null || value === undefined) return null;
    // A resolver may return an error instead of throwing it.
    if (value instanceof Error) throw value;
    return complete(execution, field, path, value);
  };
}

function completePresent(type: GraphQLOutputType): Complete {
  if (isListType(type)) return completeList(type.ofType);
  if (isLeafType(type)) return (_execution, _field, _path, value) => serializeLeaf(type, value);
  if (isAbstractType(type)) return completeAbstract(type);
  if (isObjectType(type)) return (execution, field, path, value) => completeObject(type, execution, field, path, value);
  throw new Error(`Values of type ${String(type)} can't be part of a response.`);
}

function completeList(itemType: GraphQLOutputType): Complete {
  const complete = completeFor(itemType);
  const isNonNull = isNonNullType(itemType);
  return (execution, field, path, value) => {
    if (!isIterable(value)) throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`);
    const items: unknown[] = [];
    let isPending = false;
    for (const item of value) {
      const itemPath: Path = { prev: path, key: items.length, typename: undefined };
      try {
        const completed = isPromise(item) ? item.then((one) => complete(execution, field, itemPath, one)) : complete(execution, field, itemPath, item);
        if (isPromise(completed)) isPending = true;
        items.push(isPromise(completed) ? completed.then(undefined, (error: unknown) => execution.fail(error, field, itemPath, isNonNull)) : completed);
      } catch (error) {
        items.push(failItem(execution, field, error, itemPath, isNonNull, items));
      }
    }
    return isPending ? Promise.all(items) : items;
  };
}

/** Null for an item that failed. If items can't be null the whole list fails, and nobody will wait for those before. */
function failItem(execution: Completing, field: FieldPlan, error: unknown, path: Path, isNonNull: boolean, before: readonly unknown[]): null {
  if (isNonNull) for (const item of before) if (isPromise(item)) item.catch(() => undefined);
  return execution.fail(error, field, path, isNonNull);
}

function completeAbstract(type: GraphQLAbstractType): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (execution, field, path, value) => {
    const info = execution.infoOf(field, path);
    const name = resolveType(value, execution.context, info, type);
    if (isPromise(name)) return name.then((named) => completeObject(runtimeType(named, type, field, info, value), execution, field, path, value));
    return completeObject(runtimeType(name, type, field, info, value), execution, field, path, value);
  };
}

/** @throws GraphQLError if the type of a value can't be told, or is none that the field may have */
function runtimeType(name: unknown, type: GraphQLAbstractType, field: FieldPlan, { schema }: GraphQLResolveInfo, value: unknown): GraphQLObjectType {
  const { nodes } = field;
  const fieldName = `${field.parentType.name}.${field.name}`;
  if (name === null || name === undefined) {
    throw new GraphQLError(`Abstract type "${type.name}" must resolve to an Object type at runtime for field "${fieldName}". Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`, { nodes });
  }
  if (typeof name !== 'string') throw new GraphQLError(`Abstract type "${type.name}" must resolve to an Object type at runtime for field "${fieldName}" with value ${inspect(value)}, received "${inspect(name)}".`);
  const found = schema.getType(name);
  if (!found) throw new GraphQLError(`Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`, { nodes });
  if (!isObjectType(found)) throw new GraphQLError(`Abstract type "${type.name}" was resolved to a non-object type "${name}".`, { nodes });
  if (!schema.isSubType(type, found)) throw new GraphQLError(`Runtime Object type "${name}" is not a possible type for "${type.name}".`, { nodes });
  return found;
}

function completeObject(type: GraphQLObjectType, execution: Completing, field: FieldPlan, path: Path, value: unknown): unknown {
  const plan = field.planFor(type);
  if (!type.isTypeOf) return execution.executeFields(plan, value, path);
  const executeIf = (isOfType: boolean) => {
    if (!isOfType) throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes: field.nodes });
    return execution.executeFields(plan, value, path);
  };
  const isOfType = type.isTypeOf(value, execution.context, execution.infoOf(field, path));
  return isPromise(isOfType) ? isOfType.then(executeIf) : executeIf(isOfType);
}

/** Text is iterable too, but not a list. */
function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';
}
