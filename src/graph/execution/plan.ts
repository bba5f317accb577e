import {
  type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLObjectType, type GraphQLOutputType, type GraphQLResolveInfo, type GraphQLSchema, isLeafType,
  isNonNullType, Kind, type OperationDefinitionNode, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { serializeLeaf } from './leaf.js';

export type Variables = Readonly<Record<string, unknown>>;

/** A position in the response. The same object for everything below it. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** The execution that a value is completed for. */
export interface Completing {
  readonly context: unknown;
  executeFields(plan: ObjectPlan, source: unknown, path: Path): unknown;
  /** What resolvers and types may ask of a field. Most values need it nowhere. */
  infoOf(field: FieldPlan, path: Path): GraphQLResolveInfo;
  /** Null for a value that could not be had. @throws GraphQLError if the value can't be null: then what is around it has none */
  fail(error: unknown, field: FieldPlan, path: Path, isNonNull: boolean): null;
}

/** Makes what a resolver returned the value of the response, or a promise of it. Throws for a value that does not fit. */
export type Complete = (execution: Completing, field: FieldPlan, path: Path, value: unknown) => unknown;

/**
 * How to execute an operation, worked out once for all its executions: which fields of which types, merged, with the
 * fragments resolved. The parts below the root are worked out when a value of their type occurs.
 */
export class OperationPlan {
  private rootPlan: ObjectPlan | null = null;
  /** How many fields it has so far. One that is selected several times counts as several. */
  size = 1;
  /** The parts that come from one fragment alone, by its name and the type. Many aliases may share them. */
  private readonly ofFragment = new Map<string, Map<GraphQLObjectType, ObjectPlan>>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly operation: OperationDefinitionNode,
    readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    /** Those that say which fields are included. */
    readonly variables: Variables,
    private readonly rootType: GraphQLObjectType,
    private readonly completeFor: (type: GraphQLOutputType) => Complete,
    /** Called after an execution, in which the plan may have grown. */
    readonly onExecuted: () => void,
  ) {}

  /** The fields of the operation itself. @throws GraphQLError if the variable of a @skip or @include is null */
  get root(): ObjectPlan {
    const { schema, fragments, variables, rootType, operation } = this;
    return (this.rootPlan ??= this.planOf(rootType, collectFields(schema, fragments, variables, rootType, operation.selectionSet)));
  }

  /** The fields that are selected below these fields. */
  planBelow(type: GraphQLObjectType, nodes: readonly FieldNode[]): ObjectPlan {
    const fragment = onlyFragmentBelow(nodes);
    const known = fragment === null ? undefined : this.ofFragment.get(fragment)?.get(type);
    if (known) return known;
    const plan = this.planOf(type, collectSubfields(this.schema, this.fragments, this.variables, type, nodes));
    if (fragment !== null) this.ofFragment.set(fragment, (this.ofFragment.get(fragment) ?? new Map<GraphQLObjectType, ObjectPlan>()).set(type, plan));
    return plan;
  }

  private planOf(type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): ObjectPlan {
    const plans: FieldPlan[] = [];
    for (const [responseName, nodes] of fields) {
      const [first] = nodes;
      const definition = first && this.definitionOf(type, first.name.value);
      if (definition) plans.push(new FieldPlan(this, type, responseName, nodes, definition, this.completeFor(definition.type)));
    }
    this.size += plans.reduce((sum, { nodes }) => sum + nodes.length, 0);
    return new ObjectPlan(plans);
  }

  private definitionOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }
}

/** The fields to read from an object, in the order of the response. */
export class ObjectPlan {
  private readonly unread: Record<string, unknown> = {};

  constructor(readonly fields: readonly FieldPlan[]) {
    // Defined instead of set, because an alias may be called __proto__.
    for (const { responseName } of fields) Object.defineProperty(this.unread, responseName, { value: undefined, writable: true, enumerable: true, configurable: true });
  }

  /**
   * An object of the response that has all its fields, none of them read yet. All copies of one object have one
   * shape and no room to spare, which makes them fast to fill and to write as JSON.
   */
  newObject(): Record<string, unknown> {
    return { ...this.unread };
  }
}

/** The name of the fragment, if the fields select nothing else and always all of it. */
function onlyFragmentBelow(nodes: readonly FieldNode[]): string | null {
  let name: string | null = null;
  for (const { selectionSet } of nodes) {
    for (const part of selectionSet?.selections ?? []) {
      const isOther = part.kind !== Kind.FRAGMENT_SPREAD || (part.directives?.length ?? 0) > 0 || (name !== null && name !== part.name.value);
      if (isOther) return null;
      name = part.name.value;
    }
  }
  return name;
}

/** A field of a selection on one object type: all that is the same for every object. */
export class FieldPlan {
  readonly name: string;
  readonly isNonNull: boolean;
  /** It is a property of its object. */
  readonly isProperty: boolean;
  /** Of a scalar or enum that is a property of its object. Null for all other fields. */
  readonly serialize: ((value: unknown) => unknown) | null;
  /** Null for a field without a selection. */
  private objectPlans: Map<GraphQLObjectType, ObjectPlan> | null = null;

  constructor(
    private readonly operation: OperationPlan,
    readonly parentType: GraphQLObjectType,
    readonly responseName: string,
    /** Several if the document selects the field more than once under this name. */
    readonly nodes: readonly FieldNode[],
    readonly definition: GraphQLField<unknown, unknown>,
    readonly complete: Complete,
  ) {
    const { name, type, args, resolve } = definition;
    this.name = name;
    this.isNonNull = isNonNullType(type);
    const leaf = isNonNullType(type) ? type.ofType : type;
    this.isProperty = !resolve && args.length === 0;
    this.serialize = this.isProperty && isLeafType(leaf) ? (value) => serializeLeaf(leaf, value) : null;
  }

  /** The fields to read from a value of this type, which is the field's own type or one that it may be. */
  planFor(type: GraphQLObjectType): ObjectPlan {
    const known = this.objectPlans?.get(type);
    if (known) return known;
    const plan = this.operation.planBelow(type, this.nodes);
    (this.objectPlans ??= new Map()).set(type, plan);
    return plan;
  }

  nullError(): Error {
    return new Error(`Cannot return null for non-nullable field ${this.parentType.name}.${this.name}.`);
  }

  pathBelow(prev: Path | undefined): Path {
    return { prev, key: this.responseName, typename: this.parentType.name };
  }
}
