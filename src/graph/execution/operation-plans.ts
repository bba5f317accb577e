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
  /** By the operation's place in the document and a letter for each of those variables: a short key without values of clients. */
  readonly plans: Map<string, OperationPlan>;
}

/**
 * Keeps the plans of documents that were executed lately. Only its document holds a plan, because a plan leads to the
 * whole document: plans end with their documents, or before them.
 */
export class OperationPlans {
  private readonly documents = new WeakMap<DocumentNode, PlannedDocument>();
  /** The size of each kept plan, in fields, by what removes it. */
  private readonly kept: LRUCache<() => void, number>;

  constructor(
    private readonly schema: GraphQLSchema,
    maxFields = MAX_FIELDS,
  ) {
    this.kept = new LRUCache<() => void, number>({ maxSize: maxFields, sizeCalculation: (size) => size, dispose: (_, forget) => forget(), noDisposeOnSet: true });
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
    const key = `${document.definitions.indexOf(operation)} ${conditions.map((name) => letterOf(variables[name])).join('')}`;
    const plan = plans.get(key);
    if (plan) return plan;
    const values = Object.fromEntries(conditions.filter((name) => letterOf(variables[name]) !== UNUSED).map((name) => [name, variables[name]]));
    const forget = forgetting(plans, key);
    const made: OperationPlan = new OperationPlan(this.schema, operation, fragments, values, rootType, completeFor, () => {
      // Unless it was forgotten while it was executed.
      if (plans.get(key) === made) this.keep(forget, made.size + conditions.length);
    });
    plans.set(key, made);
    return made;
  }

  /** Called after each execution, because a plan grows while it is executed. */
  private keep(forget: () => void, size: number): void {
    this.kept.set(forget, size);
    // It is too large to be kept.
    if (!this.kept.has(forget)) forget();
  }
}

/** Removes a plan. Does not hold it or its document. */
function forgetting(plans: Map<string, OperationPlan>, key: string): () => void {
  const weak = new WeakRef(plans);
  return () => weak.deref()?.delete(key);
}

const UNUSED = '-';

/** A condition is a Boolean. A variable with another value belongs to another operation of the document. */
function letterOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return value === null ? 'n' : UNUSED;
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
