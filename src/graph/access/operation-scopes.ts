import {
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, getArgumentValues, getNamedType, getOperationAST, type GraphQLField, type GraphQLInputType, GraphQLError,
  type GraphQLObjectType, type GraphQLSchema, isAbstractType, isCompositeType, isInputObjectType, isListType, isNonNullType, isObjectType, Kind, type SelectionSetNode,
} from 'graphql';
import { Forbidden } from '../../access/access-error.js';
import type { Caller } from '../../access/caller.js';
import { type Scope, SCOPES } from '../../model/scope.js';
import { type Address, isAddress, readAddress } from '../../model/address.js';
import { coercedVariables } from '../coerced-variables.js';
import type { OperationToEstimate } from '../cost/operation-cost.js';
import { isPersonal, scopesOf } from './declared-scopes.js';

/** Fields of Query that return any object by its global id. The ids say which types it can have. */
const BY_ID: Readonly<Record<string, string>> = { node: 'id', nodes: 'ids' };
const ENTITIES = '_entities';
const REPRESENTATIONS = 'representations';

/** Refuses operations that need more rights than their caller has, before anything is fetched. */
export class OperationScopes {
  /** What documents need whatever their variables are, by the name of the operation. */
  private readonly known = new WeakMap<DocumentNode, Map<string, Scope[]>>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** The error for an operation that needs more scopes than its caller has. Null if it may be executed. */
  refusalOf(operation: OperationToEstimate, { scopes }: Caller): Forbidden | null {
    if (SCOPES.every((scope) => scopes.has(scope))) return null;
    const required = this.requiredBy(operation);
    const missing = required.filter((scope) => !scopes.has(scope));
    return missing.length > 0 ? new Forbidden(required, missing) : null;
  }

  /** All scopes that an operation needs, however it is written. */
  requiredBy(operation: OperationToEstimate): Scope[] {
    const known = this.known.get(operation.document)?.get(operation.operationName ?? '');
    if (known) return known;
    const { required, isAlwaysSo } = this.read(operation);
    if (isAlwaysSo) this.known.set(operation.document, (this.known.get(operation.document) ?? new Map<string, Scope[]>()).set(operation.operationName ?? '', required));
    return required;
  }

  private read({ document, operationName, variables: given }: OperationToEstimate): { readonly required: Scope[]; readonly isAlwaysSo: boolean } {
    const operation = getOperationAST(document, operationName);
    const type = operation && this.schema.getRootType(operation.operation);
    // Executing it gives a better error, and fetches nothing.
    if (!operation || !type) return { required: [], isAlwaysSo: false };
    const variables = coercedVariables(this.schema, operation, given).coerced;
    if (!variables) return { required: [], isAlwaysSo: false };
    const fragments = new Map(document.definitions.flatMap((part) => (part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part] as const] : [])));
    const selection = new ScopesOfSelection(this.schema, fragments, variables);
    selection.visit([type], operation.selectionSet);
    return { required: SCOPES.filter((scope) => selection.required.has(scope)), isAlwaysSo: !selection.readsArguments };
  }
}

class ScopesOfSelection {
  readonly required = new Set<Scope>();
  /** Other variables may need other scopes. */
  readsArguments = false;
  private readonly visited = new Map<SelectionSetNode, Set<string>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  /** Visits a selection once for each type that its object can have. @skip and @include are not read: what is written counts. */
  visit(types: readonly GraphQLObjectType[], selection: SelectionSetNode): void {
    for (const type of types) {
      const visited = this.visited.get(selection) ?? new Set();
      this.visited.set(selection, visited);
      if (visited.has(type.name)) continue;
      visited.add(type.name);
      for (const part of selection.selections) {
        if (part.kind === Kind.FIELD) this.visitField(type, part);
        else {
          const fragment = part.kind === Kind.INLINE_FRAGMENT ? part : this.fragments.get(part.name.value);
          if (fragment && this.applies(fragment.typeCondition?.name.value, type)) this.visit([type], fragment.selectionSet);
        }
      }
    }
  }

  private visitField(type: GraphQLObjectType, node: FieldNode): void {
    const field = type.getFields()[node.name.value];
    if (!field) return;
    for (const scope of scopesOf(field)) this.required.add(scope);
    const args = this.argumentsOf(field, node);
    for (const arg of field.args) {
      // Also if it has no value now: another time its variable may have one.
      if (!node.arguments?.some(({ name }) => name.value === arg.name) || !mayBePersonal(arg.type)) continue;
      this.readsArguments = true;
      if (hasPersonal(arg.type, args[arg.name])) this.required.add('personal:read');
    }
    const named = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(named)) return;
    const possible = isAbstractType(named) ? this.schema.getPossibleTypes(named) : [named];
    this.visit(this.typesOf(type, field.name, args) ?? possible, node.selectionSet);
  }

  /** The types of objects that are requested by their ids. Null for other fields. */
  private typesOf(parent: GraphQLObjectType, name: string, args: Readonly<Record<string, unknown>>): readonly GraphQLObjectType[] | null {
    if (parent !== this.schema.getQueryType()) return null;
    const byId = BY_ID[name];
    if (byId === undefined && name !== ENTITIES) return null;
    this.readsArguments = true;
    const value = args[byId ?? REPRESENTATIONS];
    const members: readonly unknown[] = Array.isArray(value) ? value : [value];
    const types = members.flatMap((member) => (byId === undefined ? typeOfReference(member) : (addressOf(member)?.type ?? [])));
    if (types.some((type) => type !== 'ProviderAccount')) this.required.add('calls:read');
    if (types.includes('Contact')) this.required.add('personal:read');
    return [...new Set(types)].map((type) => this.schema.getType(type)).filter(isObjectType);
  }

  private argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Readonly<Record<string, unknown>> {
    if (field.args.length === 0) return {};
    try {
      return getArgumentValues(field, node, this.variables);
    } catch (error) {
      // A required argument has no value, so that the field is not executed.
      if (error instanceof GraphQLError) return {};
      throw error;
    }
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.schema.getType(condition);
    return isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }
}

/** Whether a value of the type can give a personal input field. */
function mayBePersonal(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return false;
  const known = personalInputs.get(named);
  if (known !== undefined) return known;
  // Set before its fields are read, because an input may contain itself.
  personalInputs.set(named, false);
  const is = Object.values(named.getFields()).some((field) => isPersonal(field) || mayBePersonal(field.type));
  personalInputs.set(named, is);
  return is;
}

const personalInputs = new WeakMap<GraphQLInputType, boolean>();

/** Whether a value of an argument gives a personal input field, such as a phone number to filter by. */
function hasPersonal(type: GraphQLInputType, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (isNonNullType(type)) return hasPersonal(type.ofType, value);
  if (isListType(type)) return (Array.isArray(value) ? value : [value]).some((member) => hasPersonal(type.ofType, member));
  if (!isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some((field) => {
    const member = (value as Readonly<Record<string, unknown>>)[field.name];
    return member !== null && member !== undefined && (isPersonal(field) || hasPersonal(field.type, member));
  });
}

function addressOf(id: unknown): Address | null {
  if (typeof id !== 'string' || !isAddress(id)) return null;
  try {
    return readAddress(id, 'id');
  } catch {
    return null;
  }
}

function typeOfReference(representation: unknown): string[] {
  const type = (representation as { readonly __typename?: unknown } | null)?.__typename;
  return typeof type === 'string' ? [type] : [];
}
