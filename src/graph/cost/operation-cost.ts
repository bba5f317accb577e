import { type DocumentNode, getOperationAST, getVariableValues, GraphQLError, type GraphQLSchema, Kind, type SelectionSetNode } from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import { readGlobalId } from '../model/global-id.js';
import type { CallProvider } from '../providers/provider.js';
import { listsIn } from './call-filter.reading.js';
import { MOST_IN_A_PAGE } from './calls.args.js';
import { MOST_AT_ONCE } from './each.js';

/** What an operation costs, reckoned before anything is fetched: about, and rather too much than too little. */
export interface OperationCost {
  /** Requests to providers. */
  readonly requests: number;
  /** Calls and other things that are read or answered. */
  readonly rows: number;
}

export interface OperationToReckon {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** What a field costs by itself, and how often what is selected below it is answered. */
interface FieldCost extends OperationCost {
  readonly times: number;
}

type Field = Pick<ComplexityEstimatorArgs, 'args' | 'node'>;

/** More parts than any honest operation has: reckoning must not be what is dear. */
const MOST_PARTS = 50_000;
/** Lists are mostly read in pages of so many rows. */
const ROWS_A_REQUEST = 100;
/** Who is at a number is learned from so many lists, some of which several numbers share. */
const REQUESTS_A_PERSON = 3;
/** The calls of one person: fewer of them than of everybody, so that more of the history is looked through. */
const REQUESTS_FOR_A_PERSONS_CALLS = 5;
/** Most vendors filter by one number at a time, one by five; ids of calls go by the hundred. */
const NUMBERS_A_REQUEST = 3;
const IDS_A_REQUEST = 100;
/** Few calls have more agents. */
const AGENTS_A_CALL = 2;
/** What is known of a person only from the person's calls. */
const PERSONAL_FIELDS = new Set(['name', 'firstName', 'lastName', 'email', 'isUnknown', 'providerContacts']);

/**
 * The library reckons with one number, and going twice through a large document would be felt. Rows are
 * below this, requests above it, in parts: many ids share one.
 */
const REQUEST = 2 ** 36;
const PARTS_OF_A_REQUEST = 128;
/** More rows of one field are as good as any number: thousands of such fields stay below a request. */
const MOST_ROWS = 2 ** 24;

const ONE: FieldCost = { requests: 1, rows: 1, times: 1 };
const AGENTS: FieldCost = { requests: 0, rows: 0, times: AGENTS_A_CALL };

/** Reckons what operations on a schema cost, before these providers. */
export class CostReckoner {
  private readonly requestsById: ReadonlyMap<string, number>;
  private readonly lists: readonly string[];

  constructor(
    private readonly schema: GraphQLSchema,
    providers: readonly CallProvider[],
  ) {
    this.requestsById = new Map(providers.map(({ name, lookup }) => [name, 1 / Math.max(1, lookup.idsPerRequest)]));
    this.lists = providers.filter(({ list }) => list).map(({ name }) => name);
  }

  /** Null where the operation or its variables are wrong, which executing it says better. @throws GraphQLError for one with too many parts */
  costOf({ document, operationName, variables }: OperationToReckon): OperationCost | null {
    const operation = getOperationAST(document, operationName);
    if (!operation || getVariableValues(this.schema, operation.variableDefinitions ?? [], variables ?? {}).errors) return null;
    const reckoned = reckonOrRefuse({
      schema: this.schema,
      query: document,
      ...(operation.name && { operationName: operation.name.value }),
      variables: { ...variables },
      maxQueryNodes: MOST_PARTS,
      estimators: [
        ({ type, field, node, args, childComplexity }) => {
          const cost = this.costs[type.name]?.[field.name]?.({ args, node });
          return cost ? inOneNumber(cost, childComplexity) : childComplexity;
        },
      ],
    });
    return { requests: Math.ceil(requestsIn(reckoned)), rows: rowsIn(reckoned) };
  }

  private readonly costs: Readonly<Record<string, Readonly<Record<string, (field: Field) => FieldCost>>>> = {
    Query: {
      node: ({ args }) => this.things([args['id']]),
      nodes: ({ args }) => this.things(args['ids']),
      call: ({ args }) => this.things([args['id']]),
      callsByIds: ({ args }) => this.things(args['ids']),
      callByProviderId: ({ args }) => this.calls(args['provider'], 1),
      callsByProviderIds: ({ args }) => this.calls(args['provider'], listOf(args['providerCallIds']).length),
      recording: ({ args }) => this.things([args['id']]),
      agent: () => ONE,
      contact: ({ node }) => this.people(1, node.selectionSet),
      contactByPhoneNumber: ({ node }) => this.people(1, node.selectionSet),
      calls: ({ args }) => page(args, this.asked(args)),
      _entities: ({ args, node }) => this.entities(listOf(args['representations']), node.selectionSet),
    },
    Contact: { calls: ({ args }) => page(args, this.asked(args) > 0 ? REQUESTS_FOR_A_PERSONS_CALLS : 0) },
    Agent: { calls: ({ args }) => page(args, 1) },
    Call: { agents: () => AGENTS, agentLegs: () => AGENTS },
    Mutation: { createPhoneCall: () => ONE },
    Subscription: { callUpdated: () => ONE },
  };

  private calls(provider: unknown, count: number): FieldCost {
    return { requests: count * (this.requestsById.get(String(provider)) ?? 0), rows: count, times: count };
  }

  /** Things of global ids, which say whose they are. An id that is none is refused later, and costs nothing. */
  private things(ids: unknown): FieldCost {
    const all = listOf(ids);
    const requests = all.reduce<number>((sum, id) => sum + this.requestsFor(id), 0);
    return { requests, rows: all.length, times: all.length };
  }

  private requestsFor(id: unknown): number {
    try {
      const { type, parts } = readGlobalId(String(id));
      if (type === 'Contact') return 0;
      return type === 'Recording' ? this.requestsFor(parts[0]) : (this.requestsById.get(parts[0] ?? '') ?? 0);
    } catch {
      return 0;
    }
  }

  private people(count: number, selection: SelectionSetNode | undefined): FieldCost {
    return { requests: asksWho(selection) ? count * REQUESTS_A_PERSON : 0, rows: count, times: count };
  }

  private entities(representations: readonly unknown[], selection: SelectionSetNode | undefined): FieldCost {
    const references = representations.map((one) => ({ ...(one as Record<string, unknown>) }));
    const people = references.filter((reference) => reference['__typename'] === 'Contact');
    const requests = references.reduce((sum, { __typename, id, provider }) => {
      if (__typename === 'Contact') return sum;
      return sum + (id === undefined ? (this.requestsById.get(String(provider)) ?? 0) : this.requestsFor(id));
    }, 0);
    return { requests: requests + this.people(people.length, selection).requests, rows: references.length, times: references.length };
  }

  /** How many providers a list is asked of. */
  private asked(args: Field['args']): number {
    const wanted = (args['filter'] as { providers?: readonly string[] | null } | null | undefined)?.providers;
    return wanted ? this.lists.filter((name) => wanted.includes(name)).length : this.lists.length;
  }
}

/** Words such as statuses are asked for together, or filtered here. */
function membersARequest(path: string): number {
  if (/phoneNumbers|from|to$/.test(path)) return NUMBERS_A_REQUEST;
  return path.endsWith('sids') ? IDS_A_REQUEST : Number.POSITIVE_INFINITY;
}

function inOneNumber({ requests, rows, times }: FieldCost, below: number): number {
  const parts = Math.round((requests + times * requestsIn(below)) * PARTS_OF_A_REQUEST);
  return parts * REQUEST + Math.min(MOST_ROWS, rows + times * rowsIn(below));
}

function requestsIn(reckoned: number): number {
  return Math.floor(reckoned / REQUEST) / PARTS_OF_A_REQUEST;
}

function rowsIn(reckoned: number): number {
  return reckoned % REQUEST;
}

function page(args: Field['args'], providers: number): FieldCost {
  // A page that may not be is refused by its field.
  const rows = Math.min(Math.max(0, Number(args['first']) || 0), MOST_IN_A_PAGE);
  const filter = args['filter'] as object | null | undefined;
  const queries = listsIn(filter ?? {}, '').reduce((product, [path, { length }]) => product * Math.max(1, Math.ceil(length / membersARequest(path))), 1);
  return { requests: providers * (queries + rows / ROWS_A_REQUEST), rows, times: rows };
}

/** A list that is too long is refused by its field. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST_AT_ONCE) : [];
}

/** Whether a selection asks who a person is; fragments that are spread elsewhere are taken to. */
function asksWho(selection: SelectionSetNode | undefined): boolean {
  return (selection?.selections ?? []).some((part) => {
    if (part.kind === Kind.FIELD) return PERSONAL_FIELDS.has(part.name.value);
    return part.kind === Kind.FRAGMENT_SPREAD || asksWho(part.selectionSet);
  });
}

/** The library refuses to go through what has too many parts, such as fragments that spread each other twice and twice again. */
function reckonOrRefuse(options: Parameters<typeof getComplexity>[0]): number {
  try {
    return getComplexity(options);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(`This operation has more than ${MOST_PARTS} parts.`, { extensions: { code: 'OPERATION_TOO_COSTLY', http: { status: 400 } } });
  }
}

export function refuseIfTooDear(cost: OperationCost | null, limit: OperationCost): void {
  if (!cost || (cost.requests <= limit.requests && cost.rows <= limit.rows)) return;
  throw new GraphQLError(
    `This operation may cost ${cost.requests} requests to providers and ${cost.rows} rows; at most ${limit.requests} and ${limit.rows} are allowed. Ask for less, or in several operations.`,
    { extensions: { code: 'OPERATION_TOO_COSTLY', cost, limit: { requests: limit.requests, rows: limit.rows }, http: { status: 400 } } },
  );
}
