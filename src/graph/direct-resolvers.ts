import type { GraphQLFieldResolver } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown>;
type ResolverMap = Record<string, object>;
/** What TypeGraphQL knows of a method or getter. */
type Method = ReturnType<typeof getMetadataStorage>['fieldResolvers'][number];
type Parameter = NonNullable<Method['params']>[number];
/** Reads a parameter of a method. */
type Read = (...given: Parameters<Resolver>) => unknown;

const READ: Readonly<Partial<Record<Parameter['kind'], Read>>> = {
  root: (object) => object,
  context: (_object, _args, context) => context,
  info: (_object, _args, _context, info) => info,
};

/**
 * Replaces TypeGraphQL's resolvers of fields without arguments. For each value those look for the instance of the
 * resolver class, sort the parameters and pass through middleware, which takes more time than most methods.
 */
export function makeDirect(resolvers: ResolverMap): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  for (const method of fieldResolvers) {
    const type = objectTypes.find(({ target }) => target === (method.getObjectType?.() ?? method.target))?.name;
    const fields = type === undefined ? undefined : resolvers[type];
    if (!fields || (method.middlewares?.length ?? 0) > 0 || method.roles) continue;
    // GraphQL.js reads properties by itself.
    if (isGetter(method)) Reflect.deleteProperty(fields, method.schemaName);
    const direct = directResolverOf(method);
    if (direct) Object.assign(fields, { [method.schemaName]: direct });
  }
}

function isGetter({ kind, target, methodName, schemaName }: Method): boolean {
  const { prototype } = target as { readonly prototype: object };
  return kind === 'internal' && methodName === schemaName && Object.getOwnPropertyDescriptor(prototype, methodName)?.get !== undefined;
}

/** Null if the method needs more than the object, the context and the position in the operation. */
function directResolverOf({ kind, target, methodName, params = [] }: Method): Resolver | null {
  const [first, second, third, ...others] = [...params].sort((a, b) => a.index - b.index).map(readerOf);
  if (kind !== 'external' || others.length > 0 || first === null || second === null || third === null) return null;
  // One instance for all, as TypeGraphQL has it: resolver classes have no state.
  const instance = new (target as new () => Readonly<Record<string, (...parameters: unknown[]) => unknown>>)();
  const method = instance[methodName];
  return method ? (...given) => method.call(instance, first?.(...given), second?.(...given), third?.(...given)) : null;
}

function readerOf(parameter: Parameter): Read | null {
  return 'propertyName' in parameter && parameter.propertyName ? null : (READ[parameter.kind] ?? null);
}
