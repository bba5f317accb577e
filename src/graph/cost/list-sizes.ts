import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isIntrospectionType, isListType, isNonNullType, isObjectType, Kind, type GraphQLOutputType } from 'graphql';

/** Lists of the introspection types: a schema has many types, a type some fields, most fields one argument or none, and the rest is short. */
const INTROSPECTION_LISTS: Readonly<Record<string, number>> = { types: 150, fields: 15, args: 1 };
const OTHER_INTROSPECTION_LIST = 5;

/** What the directive @listSize says of a field. */
export interface ListSize {
  readonly assumedSize: number | null;
  /** Fields of the field's type that are as long as its argument `first` says. */
  readonly sizedFields: readonly string[];
}

/** What a field says of its length; null where it says nothing. */
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

/** How many members a list field has; null where nothing says it. */
export function assumedSizeOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): number | null {
  if (isIntrospectionType(type)) return INTROSPECTION_LISTS[field.name] ?? OTHER_INTROSPECTION_LIST;
  return listSizeOf(field)?.assumedSize ?? null;
}

export function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType as GraphQLOutputType) : isListType(type);
}

/**
 * Lists of a schema of which nothing says how long they are: they would not be reckoned. `isReckoned` tells
 * which fields are reckoned by their arguments.
 */
export function listsWithoutSize(schema: GraphQLSchema, isReckoned: (type: string, field: string) => boolean): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !isIntrospectionType(type)) as GraphQLObjectType[];
  const sized = new Set(
    types.flatMap((type) => Object.values(type.getFields()).flatMap((field) => (listSizeOf(field)?.sizedFields ?? []).map((name) => `${namedTypeOf(field.type)}.${name}`))),
  );
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isList(field.type) && assumedSizeOf(type, field) === null)
      .map((field) => `${type.name}.${field.name}`)
      .filter((name) => !sized.has(name) && !isReckoned(...(name.split('.') as [string, string]))),
  );
}

function namedTypeOf(type: GraphQLOutputType): string {
  return 'ofType' in type ? namedTypeOf(type.ofType as GraphQLOutputType) : type.name;
}
