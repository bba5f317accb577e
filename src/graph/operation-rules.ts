import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { type ASTVisitor, GraphQLError, Kind, OperationTypeNode, type SelectionNode, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

export interface OperationLimits {
  readonly depth: number;
  readonly aliases: number;
}

const MAX_DIRECTIVES = 100;

/** Validation rules in addition to GraphQL's own. */
export function operationRules({ depth, aliases }: OperationLimits): ValidationRule[] {
  return [
    maxDepthRule({ ...reporting, n: depth, flattenFragments: true }),
    // Count __typename too, which the rule ignores by default: it costs as much as any other field.
    maxAliasesRule({ ...reporting, n: aliases, allowList: [] }),
    maxDirectivesRule({ ...reporting, n: MAX_DIRECTIVES }),
    OneMutationFieldRule,
    FewIntrospectionsRule,
  ];
}

/** Has the rules report errors. By default they throw, which ends validation with an internal error. */
const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) => context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', ''))),
  ],
};

/** Tools introspect once. The schema is large, and introspecting it under hundreds of aliases would block other clients. */
const MAX_INTROSPECTIONS = 10;

/** Limits introspection fields, including aliased ones. */
export function FewIntrospectionsRule(context: ValidationContext): ASTVisitor {
  let count = 0;
  return {
    Field({ name, alias }) {
      const isAsked = name.value === '__schema' || name.value === '__type' || (alias && context.getParentType()?.name.startsWith('__'));
      if (!isAsked || ++count !== MAX_INTROSPECTIONS + 1) return;
      context.reportError(new GraphQLError(`This operation has more than ${MAX_INTROSPECTIONS} introspection fields. Use fewer.`));
    },
  };
}

/** Allows one mutation field per operation, with or without aliases, because fifty fields would place fifty calls. */
export function OneMutationFieldRule(context: ValidationContext): ASTVisitor {
  const known = new Map<string, ReadonlySet<string>>();
  return {
    OperationDefinition({ operation, selectionSet }) {
      if (operation !== OperationTypeNode.MUTATION) return;
      if (responseNames(context, selectionSet, known).size > 1) context.reportError(new GraphQLError('A mutation has one field only. Send one operation for each field.'));
    },
  };
}

/** The response names of a selection. Stops after two, because two are refused. Reads each fragment once. */
function responseNames(context: ValidationContext, { selections }: SelectionSetNode, known: Map<string, ReadonlySet<string>>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of selections) {
    for (const name of namesOf(context, part, known)) names.add(name);
    if (names.size > 1) break;
  }
  return names;
}

function namesOf(context: ValidationContext, part: SelectionNode, known: Map<string, ReadonlySet<string>>): Iterable<string> {
  if (part.kind === Kind.FIELD) return [part.alias?.value ?? part.name.value];
  if (part.kind === Kind.INLINE_FRAGMENT) return responseNames(context, part.selectionSet, known);
  const { value: name } = part.name;
  const read = known.get(name);
  if (read) return read;
  // Set before reading it, so that a fragment that spreads itself ends. GraphQL refuses such a document anyway.
  known.set(name, new Set());
  const fragment = context.getFragment(name);
  const names = fragment ? responseNames(context, fragment.selectionSet, known) : new Set<string>();
  known.set(name, names);
  return names;
}
