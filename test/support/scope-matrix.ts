import { readFileSync } from 'node:fs';
import { buildASTSchema, getNamedType, type GraphQLField, type GraphQLObjectType, isObjectType, isRequiredArgument, isUnionType, parse } from 'graphql';
import { writeGlobalId } from './global-ids.js';

/** The published SDL, read without the product. */
const schema = buildASTSchema(parse(readFileSync('schema.graphql', 'utf8')), { assumeValidSDL: true });

/** A field that needs scopes, and how an operation can reach it. */
export interface Protected {
  readonly name: string;
  readonly scopes: readonly string[];
  /** The root field with its arguments, for fields of root types. */
  readonly root?: { readonly operation: string; readonly text: string };
  /** The selection on a call, for all other fields. */
  readonly onCall?: string;
}

const CALL_ID = writeGlobalId('Call', 'EXOTEL', 'c0ffee', '1700000000');
const ARGUMENTS: Readonly<Record<string, string>> = {
  id: JSON.stringify(CALL_ID), ids: JSON.stringify([CALL_ID]), provider: 'EXOTEL', providerCallId: '"c0ffee"', providerCallIds: '["c0ffee"]', phoneNumber: '"+12025550143"',
  input: '{ teamId: "t", callTemplateId: "c", nameOfHuman: "Ada", toPhoneNumber: "+12025550143", promptVariableValues: [] }', name: '"exotel"',
};

/** The scopes that a field declares. */
function scopesIn({ astNode }: GraphQLField<unknown, unknown>): string[] {
  const [directive] = (astNode?.directives ?? []).filter(({ name }) => name.value === 'requiresScopes');
  return directive ? [...JSON.stringify(directive.arguments?.[0]?.value).matchAll(/"value":"([a-z]+:[a-z]+)"/g)].map(([, scope]) => scope ?? '') : [];
}

function leaf(field: GraphQLField<unknown, unknown>): string {
  return isObjectType(getNamedType(field.type)) || 'getTypes' in getNamedType(field.type) ? `${field.name} { __typename }` : field.name;
}

/** Every field with a scope that hangs below a call, with the selection that leads to it. Paths are the shortest. */
function belowCalls(): Protected[] {
  const found: Protected[] = [];
  const seen = new Set<string>();
  let next: { type: GraphQLObjectType; wrap: (selection: string) => string }[] = [{ type: schema.getType('Call') as GraphQLObjectType, wrap: (selection) => selection }];
  while (next.length > 0) {
    const now = next.filter(({ type }) => !seen.has(type.name));
    next = [];
    for (const { type, wrap } of now) {
      if (seen.has(type.name)) continue;
      seen.add(type.name);
      for (const field of Object.values(type.getFields())) {
        if (field.args.some(isRequiredArgument)) continue;
        const scopes = scopesIn(field);
        if (scopes.length > 0) found.push({ name: `${type.name}.${field.name}`, scopes, onCall: wrap(leaf(field)) });
        const named = getNamedType(field.type);
        const types = isUnionType(named) ? named.getTypes() : isObjectType(named) ? [named] : [];
        for (const below of types) next.push({ type: below, wrap: (selection) => wrap(`${field.name} { ${isUnionType(named) ? `... on ${below.name} { ${selection} }` : selection} }`) });
      }
    }
  }
  return found;
}

function ofRoots(): Protected[] {
  return (['query', 'mutation', 'subscription'] as const).flatMap((operation) => {
    const type = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[operation];
    return Object.values(type?.getFields() ?? {}).flatMap((field): Protected[] => {
      const scopes = scopesIn(field);
      const args = field.args.filter(isRequiredArgument).map(({ name }) => `${name}: ${ARGUMENTS[name]}`);
      const text = `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} { __typename }`;
      return scopes.length > 0 ? [{ name: `${type?.name}.${field.name}`, scopes, root: { operation, text } }] : [];
    });
  });
}

export const PROTECTED: readonly Protected[] = [...ofRoots(), ...belowCalls()];

/** Every way to write an operation over HTTP that selects this on a call. */
export const FORMS: Readonly<Record<string, (selection: string) => { query: string; variables?: object }>> = {
  'in a list': (selection) => ({ query: `{ calls(first: 1) { nodes { ${selection} } } }` }),
  'under aliases': (selection) => ({ query: `{ a: calls(first: 1) { b: edges { c: node { ${aliasedLeaf(selection)} } } } }` }),
  'in a fragment': (selection) => ({ query: `query { calls(first: 1) { nodes { ...Outer } } } fragment Outer on Call { id ...Inner } fragment Inner on Call { ${selection} }` }),
  'through an interface': (selection) => ({ query: `{ node(id: "${CALL_ID}") { ... on Node { ... on Call { ${selection} } } } }` }),
  'through nodes, by a variable': (selection) => ({ query: `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Call { ${selection} } } }`, variables: { ids: [CALL_ID] } }),
  'through a variable with a default': (selection) => ({ query: `query ($id: ID! = "${CALL_ID}") { node(id: $id) { ... on Call { ${selection} } } }` }),
  'as an entity': (selection) => ({ query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Call { ${selection} } } }`, variables: { r: [{ __typename: 'Call', id: CALL_ID }] } }),
  'of a placed call': (selection) => ({ query: `mutation { createPhoneCall(input: ${ARGUMENTS['input']}) { call { ${selection} } } }` }),
  'below a condition that is false': (selection) => ({ query: `query ($no: Boolean! = false) { calls(first: 1) { nodes @include(if: $no) { ${selection} } } }` }),
};

function aliasedLeaf(selection: string): string {
  return selection.replace(/(\w+)( \{ __typename \})?(?=[ }]*$)/, 'other: $1$2');
}
