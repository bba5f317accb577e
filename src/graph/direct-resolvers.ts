import type { GraphQLFieldResolver } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>>;
type ResolverMap = Record<string, object>;
type Known = ReturnType<typeof getMetadataStorage>;
/** What TypeGraphQL knows of the method or getter of a field. */
type FieldMethod = Known['fieldResolvers'][number];
type Method = FieldMethod | Known['queries'][number];
type Parameter = NonNullable<Method['params']>[number];
/** Reads a parameter of a method. */
type Read = (...given: Parameters<Resolver>) => unknown;

/**
 * Replaces TypeGraphQL's resolvers where they only pass on what they get. For each value, TypeGraphQL looks for the
 * instance of the resolver class, sorts the parameters, waits for the validation of arguments (which is switched off),
 * and goes through middleware. That takes more time than most methods.
 */
export function makeDirect(resolvers: ResolverMap): void {
  const known = getMetadataStorage();
  for (const method of known.queries) replace(resolvers['Query'], method, directResolverOf(method, known));
  for (const method of known.fieldResolvers) {
    const type = known.objectTypes.find(({ target }) => target === (method.getObjectType?.() ?? method.target))?.name;
    const fields = type === undefined ? undefined : resolvers[type];
    // GraphQL.js reads properties by itself.
    if (fields && isGetter(method) && !hasSteps(method)) Reflect.deleteProperty(fields, method.schemaName);
    if (method.kind === 'external') replace(fields, method, directResolverOf(method, known));
  }
}

function replace(fields: object | undefined, { schemaName }: Method, resolver: Resolver | null): void {
  if (fields && resolver) Object.assign(fields, { [schemaName]: resolver });
}

/** Something is done before or after the method. */
function hasSteps({ middlewares = [], roles }: Method): boolean {
  return middlewares.length > 0 || roles !== undefined;
}

function isGetter({ kind, target, methodName, schemaName }: FieldMethod): boolean {
  const { prototype } = target as { readonly prototype: object };
  return kind === 'internal' && methodName === schemaName && Object.getOwnPropertyDescriptor(prototype, methodName)?.get !== undefined;
}

/** Null if a parameter has to be converted. */
function directResolverOf(method: Method, known: Known): Resolver | null {
  const reads = [...(method.params ?? [])].sort((a, b) => a.index - b.index).map((parameter) => readerOf(parameter, known));
  if (hasSteps(method) || reads.includes(null)) return null;
  // One instance for all, as TypeGraphQL has it: resolver classes have no state.
  const instance = new (method.target as new () => Readonly<Record<string, (...parameters: unknown[]) => unknown>>)();
  const resolve = instance[method.methodName];
  if (!resolve) return null;
  return (object, args, context, info) => {
    const parameters: unknown[] = [];
    for (const read of reads) parameters.push(read?.(object, args, context, info));
    return resolve.apply(instance, parameters);
  };
}

function readerOf(parameter: Parameter, { inputTypes }: Known): Read | null {
  const { kind } = parameter;
  if (kind === 'info') return (_object, _args, _context, info) => info;
  if (kind === 'arg') return inputTypes.some(({ target }) => target === parameter.getType()) ? null : (_object, args) => args[parameter.name];
  if ((kind !== 'root' && kind !== 'context') || parameter.propertyName) return null;
  return kind === 'root' ? (object) => object : (_object, _args, context) => context;
}
