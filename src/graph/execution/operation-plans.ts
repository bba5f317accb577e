import {
  type DocumentNode, type FragmentDefinitionNode, GraphQLIncludeDirective, type GraphQLObjectType, type GraphQLSchema, GraphQLSkipDirective, Kind,
  type OperationDefinitionNode, visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { completeFor } from './complete.js';
import { OperationPlan, type Variables } from './plan.js';

/** Per document: one for each combination of the variables in @skip and @include that clients really send. */
const MAX_PLANS = 20;

const CONDITIONS: readonly string[] = [GraphQLSkipDirective.name, GraphQLIncludeDirective.name];

/** What is known of a document. */
interface PlannedDocument {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The names of the variables in @skip and @include. */
  readonly conditions: readonly string[];
  readonly plans: LRUCache<string, OperationPlan>;
}

/** Keeps the plans of documents as long as the documents themselves are kept. */
export class OperationPlans {
  private readonly documents = new WeakMap<DocumentNode, PlannedDocument>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** The plan of an operation of this document. `variables` are coerced. */
  planOf(document: DocumentNode, operation: OperationDefinitionNode, rootType: GraphQLObjectType, variables: Variables): OperationPlan {
    const known = this.documents.get(document) ?? planned(document);
    this.documents.set(document, known);
    const { fragments, conditions, plans } = known;
    const values = Object.fromEntries(conditions.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]));
    const key = JSON.stringify([operation.name?.value, values]);
    const plan = plans.get(key) ?? new OperationPlan(this.schema, operation, fragments, values, rootType, completeFor);
    plans.set(key, plan);
    return plan;
  }
}

function planned(document: DocumentNode): PlannedDocument {
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const part of document.definitions) if (part.kind === Kind.FRAGMENT_DEFINITION) fragments[part.name.value] = part;
  const conditions = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (!CONDITIONS.includes(name.value)) return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
  });
  return { fragments, conditions: [...conditions], plans: new LRUCache({ max: MAX_PLANS }) };
}
