import { type ConstDirectiveNode, type GraphQLField, type GraphQLInputField, Kind, valueFromASTUntyped } from 'graphql';
import { isScope, type Scope } from '../../model/scope.js';

const known = new WeakMap<GraphQLField<unknown, unknown>, readonly Scope[]>();

/** The scopes that a field declares by @requiresScopes. */
export function scopesOf(field: GraphQLField<unknown, unknown>): readonly Scope[] {
  const before = known.get(field);
  if (before) return before;
  const scopes = directivesOf(field, 'requiresScopes').flatMap((directive) => {
    const [argument] = directive.arguments ?? [];
    return argument ? (valueFromASTUntyped(argument.value) as unknown[][]).flat().filter(isScope) : [];
  });
  known.set(field, scopes);
  return scopes;
}

/** Whether a field of an input is tagged as personal. */
export function isPersonal(field: GraphQLInputField): boolean {
  return directivesOf(field, 'tag').some(({ arguments: [argument] = [] }) => argument?.value.kind === Kind.STRING && argument.value.value === 'personal');
}

function directivesOf({ astNode }: Pick<GraphQLField<unknown, unknown> | GraphQLInputField, 'astNode'>, name: string): readonly ConstDirectiveNode[] {
  return (astNode?.directives ?? []).filter((directive) => directive.name.value === name);
}
