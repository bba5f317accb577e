import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isIntrospectionType, isListType, isNonNullType, isObjectType, Kind, type GraphQLOutputType } from 'graphql';

/** Usual sizes of introspection lists. All lists that are not here are short. */
const INTROSPECTION_LISTS: Readonly<Record<string, number>> = { types: 150, fields: 15, args: 1 };
const OTHER_INTROSPECTION_LIST = 5;

/** The arguments of @listSize on a field. */
export interface ListSize {
  readonly assumedSize: number | null;
  /** List fields of the field's type whose length is its argument `first`. */
  readonly sizedFields: readonly string[];
}

/** The @listSize of a field. Null if it has none. */
export function listSizeOf({ astNode }: GraphQLField<unknown, unknown>): ListSize | null {
  const directive = astNode?.directives?.find(({ name }) => name.value === 'listSize');
  if (!directive) return null;
  const valueOf = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
  const size = valueOf('assumedSize');
  const fields = valueOf('sizedFields');
  return {
    assumedSize: size?.kind === Kind.INT ? Number(size.value) : null,
    sizedFields: fields?.kind === Kind.LIST ? fields.values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : [])) : [],
  };
}

/** The assumed number of members of a list field. Null if it is not declared. */
export function assumedSizeOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): number | null {
  if (isIntrospectionType(type)) return INTROSPECTION_LISTS[field.name] ?? OTHER_INTROSPECTION_LIST;
  return listSizeOf(field)?.assumedSize ?? null;
}

export function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType as GraphQLOutputType) : isListType(type);
}

/**
 * List fields without a declared size, whose cost would not be estimated. `hasOwnCost` says which fields have
 * a cost of their own, based on their arguments.
 */
export function listsWithoutSize(schema: GraphQLSchema, hasOwnCost: (type: string, field: string) => boolean): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !isIntrospectionType(type)) as GraphQLObjectType[];
  const sized = new Set(
    types.flatMap((type) => Object.values(type.getFields()).flatMap((field) => (listSizeOf(field)?.sizedFields ?? []).map((name) => `${namedTypeOf(field.type)}.${name}`))),
  );
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isList(field.type) && assumedSizeOf(type, field) === null)
      .map((field) => `${type.name}.${field.name}`)
      .filter((name) => !sized.has(name) && !hasOwnCost(...(name.split('.') as [string, string]))),
  );
}

function namedTypeOf(type: GraphQLOutputType): string {
  return 'ofType' in type ? namedTypeOf(type.ofType as GraphQLOutputType) : type.name;
}
