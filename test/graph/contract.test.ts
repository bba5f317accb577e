import { readFileSync } from 'node:fs';
import { type GraphQLNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isSpecifiedScalarType, parse, print } from 'graphql';
import { getSubgraph, printSubgraph } from '../../src/graph/schema.js';
import { providerDefinitions } from '../../src/providers/registry.js';

interface Described {
  readonly place: string;
  readonly description: string | null | undefined;
}

const schema = getSubgraph();
/** GraphQL's and Federation's own types, which have their own descriptions. */
const isOurs = (type: GraphQLNamedType) => !isSpecifiedScalarType(type) && !/^(__|_|federation__|link__)/.test(type.name);
/** The fields through which a router queries a subgraph. */
const isFederation = (place: string) => /^Query\._(service|entities)\b/.test(place);

/** A type and all its members. */
function partsOf(type: GraphQLNamedType): Described[] {
  const parts: Described[] = [{ place: type.name, description: type.description }];
  if (isEnumType(type)) return [...parts, ...type.getValues().map(({ name, description }) => ({ place: `${type.name}.${name}`, description }))];
  if (isInputObjectType(type)) {
    return [...parts, ...Object.values(type.getFields()).map(({ name, description }) => ({ place: `${type.name}.${name}`, description }))];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return parts;
  const fields = Object.values(type.getFields()).flatMap((field) => [
    { place: `${type.name}.${field.name}`, description: field.description },
    ...field.args.map(({ name, description }) => ({ place: `${type.name}.${field.name}(${name})`, description })),
  ]);
  return [...parts, ...fields];
}

const everything = Object.values(schema.getTypeMap()).filter(isOurs).flatMap(partsOf).filter(({ place }) => !isFederation(place));

describe('The served schema', () => {
  test('describes every type, field, argument and enum value', () => {
    expect(everything.length).toBeGreaterThan(300);
    expect(everything.filter(({ description }) => !description?.trim()).map(({ place }) => place)).toEqual([]);
  });

  test('has descriptions that are sentences', () => {
    const unfinished = everything.filter(({ description }) => /\b(todo|fixme|xxx|lorem|tbd)\b/i.test(description ?? ''));
    expect(unfinished.map(({ place }) => place)).toEqual([]);
  });

  test('has every provider of the registry, with a type for its provider-specific fields', () => {
    const names = providerDefinitions.map(({ name }) => name);
    const provider = schema.getType('CallProvider');
    const details = schema.getType('CallDetails');
    expect(isEnumType(provider) && provider.getValues().map(({ name }) => name)).toEqual(names);
    expect(details && schema.getPossibleTypes(details as Parameters<typeof schema.getPossibleTypes>[0]).length).toBe(names.length);
  });
});

/** Each definition as text, in the order of the names. The order in the file follows the order in which classes are loaded, which other tests change. */
const definitionsIn = (sdl: string) => parse(sdl).definitions.map((definition) => print(definition)).sort();

test('schema.graphql is up to date with the code', () => {
  expect(definitionsIn(readFileSync('schema.graphql', 'utf8'))).toEqual(definitionsIn(printSubgraph()));
});
