import { type DocumentNode, getOperationAST, GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Caller, usableBy } from '../../access/caller.js';
import type { ConnectedAccount } from '../../providers/provider.js';
import { coercedVariables } from '../coerced-variables.js';
import type { OperationCost } from './cost.js';
import { type FieldCosts, fieldCosts } from './field-costs.js';
import { LastingCosts } from './lasting-costs.js';
import { listsWithoutSize } from './list-sizes.js';
import { SelectionCost } from './selection-cost.js';

export type { OperationCost } from './cost.js';

export interface OperationToEstimate {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Tolerance for rounding errors when fractions of requests are added. */
const ROUNDING = 1e-6;

/** Most callers may use the same accounts. */
const MOST_SETS_OF_ACCOUNTS = 10;

interface AccountsCosts {
  readonly costs: FieldCosts;
  readonly lasting: LastingCosts;
}

/** Estimates the cost of operations on a schema with these accounts. */
export class CostEstimator {
  /** The costs of fields depend on the accounts that a caller may use. By their names. */
  private readonly costs = new LRUCache<string, AccountsCosts>({ max: MOST_SETS_OF_ACCOUNTS });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly accounts: readonly ConnectedAccount[],
  ) {
    const costs = fieldCosts(accounts);
    const unsized = listsWithoutSize(schema, (type, field) => costs[type]?.[field] !== undefined);
    if (unsized.length > 0) throw new Error(`These list fields declare no size. Add @ListOf: ${unsized.join(', ')}.`);
  }

  /** Null if the operation or its variables are invalid. Executing it gives a better error. */
  costOf({ document, operationName, variables: given }: OperationToEstimate, caller: Caller): OperationCost | null {
    const operation = getOperationAST(document, operationName);
    const type = operation && this.schema.getRootType(operation.operation);
    if (!operation || !type) return null;
    const variables = coercedVariables(this.schema, operation, given).coerced;
    if (!variables) return null;
    const fragments = new Map(document.definitions.flatMap((part) => (part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part] as const] : [])));
    try {
      const { requests, rows, values } = new SelectionCost({ schema: this.schema, ...this.costsFor(caller), fragments, variables }).of(type, operation.selectionSet);
      return { requests: Math.max(0, Math.ceil(requests - ROUNDING)), rows, values };
    } catch (error) {
      // A required argument has no value because its variable is missing.
      if (error instanceof GraphQLError) return null;
      throw error;
    }
  }

  private costsFor(caller: Caller): AccountsCosts {
    const usable = usableBy(caller, this.accounts);
    const key = usable.map(({ account }) => account).join(' ');
    const known = this.costs.get(key) ?? { costs: fieldCosts(usable), lasting: new LastingCosts() };
    this.costs.set(key, known);
    return known;
  }
}

/** @throws GraphQLError OPERATION_TOO_COSTLY */
export function refuseIfTooCostly(cost: OperationCost | null, { requests, rows, values }: OperationCost): void {
  if (!cost || (cost.requests <= requests && cost.rows <= rows && cost.values <= values)) return;
  throw new GraphQLError(
    `This operation may cost ${cost.requests} requests to providers, ${cost.rows} rows and ${cost.values} values. At most ${requests}, ${rows} and ${values} are allowed. Request less, or use several operations.`,
    { extensions: { code: 'OPERATION_TOO_COSTLY', cost, limit: { requests, rows, values }, http: { status: 400 } } },
  );
}
