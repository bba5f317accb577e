import {
  type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getDirectiveValues,
  getNamedType, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType, isCompositeType, isIntrospectionType, Kind, SchemaMetaFieldDef, type SelectionNode,
  type SelectionSetNode, TypeMetaFieldDef, type ValueNode,
} from 'graphql';
import { argumentValues } from '../argument-values.js';
import { maxOf, NOTHING, type OperationCost, plus } from './cost.js';
import { type FieldCosts, rowsOfPage } from './field-costs.js';
import type { LastingCosts } from './lasting-costs.js';
import { assumedSizeOf, isList, listSizeOf } from './list-sizes.js';

/** What estimating a selection needs. */
export interface EstimateInput {
  readonly schema: GraphQLSchema;
  readonly costs: FieldCosts;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced by GraphQL.js. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The costs that are the same for all variables, for operations with these costs of fields. */
  readonly lasting: LastingCosts;
}

/** List fields whose length is an argument of their parent. */
interface Sized {
  readonly fields: readonly string[];
  readonly size: number;
}

interface KnownCost {
  readonly cost: OperationCost;
  readonly dependsOnVariables: boolean;
}

const NOTHING_SIZED: Sized = { fields: [], size: 0 };

/**
 * Estimates the cost of a selection on one object. Each selection is estimated once per type and size, no matter
 * how often it is spread, so that the time grows only with the size of the document.
 */
export class SelectionCost {
  /** The costs in this operation. Its own, because the lasting ones may be dropped at any time. */
  private readonly known = new Map<SelectionSetNode, Map<string, KnownCost>>();
  /** How often a variable was read so far. */
  private variableReads = 0;

  constructor(private readonly input: EstimateInput) {}

  /** The cost of a selection on one object of this type. */
  of(type: GraphQLCompositeType, selection: SelectionSetNode, sized: Sized = NOTHING_SIZED): OperationCost {
    if (!isAbstractType(type)) return this.ofObject(type, selection, sized);
    // The concrete type is not known yet, so the most expensive one counts.
    return this.input.schema.getPossibleTypes(type).map((possible) => this.ofObject(possible, selection, sized)).reduce(maxOf, NOTHING);
  }

  /** The cost of a page grows linearly with its rows, so two costs give all others. */
  private ofPage(type: GraphQLCompositeType, selection: SelectionSetNode, { fields, size }: Sized): OperationCost {
    if (size <= 2) return this.of(type, selection, { fields, size });
    const one = this.of(type, selection, { fields, size: 1 });
    const two = this.of(type, selection, { fields, size: 2 });
    return plus(one, plus(two, one, -1), size - 1);
  }

  private ofObject(type: GraphQLObjectType, selection: SelectionSetNode, sized: Sized): OperationCost {
    const key = `${type.name} ${sized.size} ${sized.fields.join()}`;
    const lasting = this.input.lasting.get(selection, key);
    if (lasting) return lasting;
    const known = this.known.get(selection)?.get(key);
    if (known) {
      if (known.dependsOnVariables) this.variableReads += 1;
      return known.cost;
    }
    const before = this.variableReads;
    const cost = selection.selections.map((part) => this.ofPart(type, part, sized)).reduce((sum, part) => plus(sum, part), NOTHING);
    const dependsOnVariables = this.variableReads > before;
    this.known.set(selection, (this.known.get(selection) ?? new Map<string, KnownCost>()).set(key, { cost, dependsOnVariables }));
    if (!dependsOnVariables) this.input.lasting.keep(selection, key, cost);
    return cost;
  }

  private ofPart(type: GraphQLObjectType, part: SelectionNode, sized: Sized): OperationCost {
    if (readsVariables(part)) this.variableReads += 1;
    if (!this.isIncluded(part)) return NOTHING;
    if (part.kind === Kind.FIELD) return this.ofField(type, part, sized);
    const fragment = part.kind === Kind.INLINE_FRAGMENT ? part : this.input.fragments.get(part.name.value);
    return fragment && this.applies(fragment.typeCondition?.name.value, type) ? this.ofObject(type, fragment.selectionSet, sized) : NOTHING;
  }

  private ofField(type: GraphQLObjectType, node: FieldNode, sized: Sized): OperationCost {
    const field = this.fieldOf(type, node.name.value);
    // It is __typename.
    if (!field) return { ...NOTHING, values: 1 };
    const { costs, variables, fragments } = this.input;
    const args = argumentValues(field, node, variables);
    const own = costs[type.name]?.[field.name]?.({ args, node, fragments });
    const times = own?.times ?? this.lengthOf(type, field, sized);
    const named = getNamedType(field.type);
    const below = isCompositeType(named) && node.selectionSet ? this.ofPage(named, node.selectionSet, this.sizedBelow(field, args)) : NOTHING;
    return plus({ requests: own?.requests ?? 0, rows: own?.rows ?? 0, values: Math.max(1, times) + (own?.values ?? 0) }, below, times);
  }

  private lengthOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, sized: Sized): number {
    if (sized.fields.includes(field.name)) return sized.size;
    return isList(field.type) ? (assumedSizeOf(type, field) ?? 1) : 1;
  }

  private sizedBelow(field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>>): Sized {
    const fields = listSizeOf(field)?.sizedFields ?? [];
    return fields.length > 0 ? { fields, size: rowsOfPage(args) } : NOTHING_SIZED;
  }

  private fieldOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (type === this.input.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.input.schema.getType(condition);
    return isAbstractType(wanted) && !isIntrospectionType(type) && this.input.schema.isSubType(wanted, type);
  }

  private isIncluded(part: SelectionNode): boolean {
    const { variables } = this.input;
    if (getDirectiveValues(GraphQLSkipDirective, part, variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, part, variables)?.['if'] !== false;
  }
}

/** Whether a field or fragment has a variable in its arguments or directives. */
function readsVariables(part: SelectionNode): boolean {
  const given = [...(part.kind === Kind.FIELD ? (part.arguments ?? []) : []), ...(part.directives ?? []).flatMap((directive) => directive.arguments ?? [])];
  return given.some(({ value }) => hasVariable(value));
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
