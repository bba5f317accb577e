import {
  type DocumentNode, type FragmentDefinitionNode, GraphQLIncludeDirective, type GraphQLObjectType, type GraphQLSchema, GraphQLSkipDirective, Kind,
  type OperationDefinitionNode, visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { completeFor } from './complete.js';
import { OperationPlan, type Variables } from './plan.js';

/** The fields of all plans together, about 30 megabytes. A document with many aliases of one fragment has thousands. */
const MAX_FIELDS = 100_000;

const CONDITIONS: readonly string[] = [GraphQLSkipDirective.name, GraphQLIncludeDirective.name];

/** What is known of a document. */
interface PlannedDocument {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The names of the variables in @skip and @include. */
  readonly conditions: readonly string[];
  /** By the name of the operation and the values of those variables. */
  readonly plans: Map<string, OperationPlan>;
}

/** Keeps the plans of documents that were executed lately, as long as the documents themselves are kept. */
export class OperationPlans {
  private readonly documents = new WeakMap<DocumentNode, PlannedDocument>();
  private readonly kept: LRUCache<OperationPlan, () => void>;

  constructor(
    private readonly schema: GraphQLSchema,
    maxFields = MAX_FIELDS,
  ) {
    this.kept = new LRUCache<OperationPlan, () => void>({ maxSize: maxFields, sizeCalculation: (_, plan) => plan.size, dispose: (forget) => forget(), noDisposeOnSet: true });
  }

  /** How many fields the plans have that are kept. */
  get fields(): number {
    return this.kept.calculatedSize;
  }

  /** The plan of an operation of this document. `variables` are coerced. */
  planOf(document: DocumentNode, operation: OperationDefinitionNode, rootType: GraphQLObjectType, variables: Variables): OperationPlan {
    const known = this.documents.get(document) ?? planned(document);
    this.documents.set(document, known);
    const { fragments, conditions, plans } = known;
    const values = Object.fromEntries(conditions.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]));
    const key = JSON.stringify([operation.name?.value, values]);
    const plan = plans.get(key) ?? new OperationPlan(this.schema, operation, fragments, values, rootType, completeFor, () => this.keep(plan, key, plans));
    plans.set(key, plan);
    return plan;
  }

  /** Called after each execution, because a plan grows while it is executed. */
  private keep(plan: OperationPlan, key: string, plans: Map<string, OperationPlan>): void {
    const forget = () => {
      if (plans.get(key) === plan) plans.delete(key);
    };
    // It was forgotten while it was executed.
    if (plans.get(key) !== plan) return;
    this.kept.set(plan, forget);
    // It is too large to be kept.
    if (!this.kept.has(plan)) forget();
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
  return { fragments, conditions: [...conditions], plans: new Map() };
}
