import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { type ASTVisitor, GraphQLError, Kind, OperationTypeNode, type SelectionNode, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

export interface OperationLimits {
  readonly depth: number;
  readonly aliases: number;
}

const MOST_DIRECTIVES = 100;

/** What no operation may be, beside what GraphQL itself forbids. */
export function operationRules({ depth, aliases }: OperationLimits): ValidationRule[] {
  return [
    maxDepthRule({ ...reporting, n: depth, flattenFragments: true }),
    // By default it leaves __typename out, which is answered for every row like any other field.
    maxAliasesRule({ ...reporting, n: aliases, allowList: [] }),
    maxDirectivesRule({ ...reporting, n: MOST_DIRECTIVES }),
    OneMutationFieldRule,
    FewIntrospectionsRule,
  ];
}

/** The rules throw by themselves, which would end validation with an error of the server's. */
const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) => context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', ''))),
  ],
};

/** Tools ask once. The schema is large, and answering it again under hundreds of aliases would keep all others waiting. */
const MOST_INTROSPECTIONS = 10;

/** The schema may be asked for, and parts of it under other names, a few times. */
export function FewIntrospectionsRule(context: ValidationContext): ASTVisitor {
  let count = 0;
  return {
    Field({ name, alias }) {
      const isAsked = name.value === '__schema' || name.value === '__type' || (alias && context.getParentType()?.name.startsWith('__'));
      if (!isAsked || ++count !== MOST_INTROSPECTIONS + 1) return;
      context.reportError(new GraphQLError(`The schema is asked for more than ${MOST_INTROSPECTIONS} times.`));
    },
  };
}

/** An operation has one phone ring, whatever aliases are given: fifty fields would be fifty calls. */
export function OneMutationFieldRule(context: ValidationContext): ASTVisitor {
  const known = new Map<string, ReadonlySet<string>>();
  return {
    OperationDefinition({ operation, selectionSet }) {
      if (operation !== OperationTypeNode.MUTATION) return;
      if (answerNames(context, selectionSet, known).size > 1) context.reportError(new GraphQLError('A mutation has one field; this one has more. Send them one by one.'));
    },
  };
}

/** Names under which a selection answers: two of them at most, which is one too many. Each fragment is read once, however many operations spread it. */
function answerNames(context: ValidationContext, { selections }: SelectionSetNode, known: Map<string, ReadonlySet<string>>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of selections) {
    for (const name of namesOf(context, part, known)) names.add(name);
    if (names.size > 1) break;
  }
  return names;
}

function namesOf(context: ValidationContext, part: SelectionNode, known: Map<string, ReadonlySet<string>>): Iterable<string> {
  if (part.kind === Kind.FIELD) return [part.alias?.value ?? part.name.value];
  if (part.kind === Kind.INLINE_FRAGMENT) return answerNames(context, part.selectionSet, known);
  const { value: name } = part.name;
  const read = known.get(name);
  if (read) return read;
  // Until it is read, so that a fragment that spreads itself ends: such a document is refused anyway.
  known.set(name, new Set());
  const fragment = context.getFragment(name);
  const names = fragment ? answerNames(context, fragment.selectionSet, known) : new Set<string>();
  known.set(name, names);
  return names;
}
