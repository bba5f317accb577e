import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { type ASTVisitor, GraphQLError, Kind, OperationTypeNode, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

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
  return {
    OperationDefinition({ operation, selectionSet }) {
      if (operation !== OperationTypeNode.MUTATION) return;
      const answers = new Set(answerNames(context, selectionSet, new Set()));
      if (answers.size > 1) context.reportError(new GraphQLError(`A mutation has one field; this one has ${answers.size}. Send them one by one.`));
    },
  };
}

function answerNames(context: ValidationContext, { selections }: SelectionSetNode, seen: Set<string>): string[] {
  return selections.flatMap((part) => {
    if (part.kind === Kind.FIELD) return [part.alias?.value ?? part.name.value];
    if (part.kind === Kind.INLINE_FRAGMENT) return answerNames(context, part.selectionSet, seen);
    const fragment = seen.has(part.name.value) ? null : context.getFragment(part.name.value);
    seen.add(part.name.value);
    return fragment ? answerNames(context, fragment.selectionSet, seen) : [];
  });
}
