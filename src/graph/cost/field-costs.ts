import { Kind, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { type Address, isAddress, readAddress } from '../../model/address.js';
import type { CallProvider } from '../../providers/provider.js';
import { listsIn } from '../call-filter.reading.js';
import { MOST_IN_A_PAGE } from '../calls.args.js';
import { MOST_AT_ONCE } from '../each.js';

/** What a field costs by itself, and how often what is selected below it is answered. */
export interface FieldCost {
  readonly requests: number;
  readonly rows: number;
  readonly times: number;
  /** Values that are answered beside these. */
  readonly values?: number;
}

/** A field as it is asked for. */
export interface AskedField {
  readonly args: Readonly<Record<string, unknown>>;
  readonly node: FieldNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export type FieldCosts = Readonly<Record<string, Readonly<Record<string, (field: AskedField) => FieldCost>>>>;

/** Lists are mostly read in pages of so many rows. */
const ROWS_A_REQUEST = 100;
/** Who is at a number is learned from so many lists, which several numbers share in part. */
const REQUESTS_A_PERSON = 3;
/** Of more numbers each costs less: vendors are asked for some at a time, or for everybody's calls. */
const FEW_PEOPLE = 10;
const REQUESTS_A_FURTHER_PERSON = 0.5;
/** The calls of one person: fewer of them than of everybody, so that more of the history is looked through. */
const REQUESTS_FOR_A_PERSONS_CALLS = 5;
/** Most vendors filter by one number at a time, one by five; ids of calls go by the hundred. */
const NUMBERS_A_REQUEST = 3;
const IDS_A_REQUEST = 100;
/** What is known of a person only from the person's calls. */
const PERSONAL_FIELDS = new Set(['name', 'firstName', 'lastName', 'email', 'isUnknown', 'providerContacts']);

/** An error with its place and its code takes as long as so many values. */
const VALUES_AN_ERROR = 100;

const ONE: FieldCost = { requests: 1, rows: 1, times: 1 };

/** What the fields cost for which providers are asked, before these providers. */
export function fieldCosts(providers: readonly CallProvider[]): FieldCosts {
  const requestsById = new Map(providers.map(({ name, lookup }) => [name, 1 / (lookup.idsPerRequest ?? 1)]));
  const lists = providers.filter(({ list }) => list).map(({ name }) => name);

  /** How many providers a list is asked of. */
  const asked = ({ args }: AskedField): number => {
    const wanted = (args['filter'] as { providers?: readonly string[] | null } | null | undefined)?.providers;
    return wanted ? lists.filter((name) => wanted.includes(name)).length : lists.length;
  };
  const calls = (provider: unknown, count: number): FieldCost => ({ requests: count * (requestsById.get(String(provider)) ?? 0), rows: count, times: count });
  const requestsFor = (address: Address): number => {
    if (address.type === 'Recording') return requestsById.get(address.call.provider) ?? 0;
    if (address.type === 'Contact') return address.identity.kind === 'call' ? 1 : 0;
    return address.type === 'Agent' ? 1 : (requestsById.get(address.provider) ?? 0);
  };
  /** Things of global ids, which say whose they are. An id that is none asks nobody, and is an error in its place. */
  const read = (ids: readonly unknown[]): AskedThings => {
    const addresses = ids.map(addressOf).filter((address) => address !== null);
    return {
      requests: addresses.reduce((sum, address) => sum + requestsFor(address), 0),
      people: addresses.filter(({ type }) => type === 'Contact').length,
      errors: ids.length - addresses.length,
      count: ids.length,
    };
  };
  const readReferences = (representations: readonly unknown[]): AskedThings => {
    const references = representations.map((one) => ({ ...(one as Record<string, unknown>) }));
    const byId = read(references.flatMap(({ id }) => (id === undefined || id === null ? [] : [id])));
    const byKey = references.filter(({ id }) => id === undefined || id === null);
    return {
      requests: byKey.reduce((sum, { provider }) => sum + (requestsById.get(String(provider)) ?? 0), byId.requests),
      people: byId.people + byKey.filter(({ __typename }) => __typename === 'Contact').length,
      errors: byId.errors,
      count: references.length,
    };
  };
  /** One list may be given to hundreds of fields, and is read once. Lists are made anew for each operation. */
  const known = new WeakMap<object, AskedThings>();
  const things = (list: unknown, field: AskedField, reader = read): FieldCost => {
    const ids = Array.isArray(list) ? list : [];
    const asked = known.get(ids) ?? reader(ids.slice(0, MOST_AT_ONCE));
    known.set(ids, asked);
    const { requests, people, errors, count } = asked;
    return { requests: requests + requestsForPeople(people, field), rows: count, times: count, values: errors * VALUES_AN_ERROR };
  };
  return {
    Query: {
      node: (field) => things([field.args['id']], field),
      nodes: (field) => things(field.args['ids'], field),
      call: (field) => things([field.args['id']], field),
      callsByIds: (field) => things(field.args['ids'], field),
      callByProviderId: ({ args }) => calls(args['provider'], 1),
      callsByProviderIds: ({ args }) => calls(args['provider'], listOf(args['providerCallIds']).length),
      recording: (field) => things([field.args['id']], field),
      agent: (field) => things([field.args['id']], field),
      contact: (field) => things([field.args['id']], field),
      contactByPhoneNumber: (field) => ({ requests: requestsForPeople(1, field), rows: 1, times: 1 }),
      calls: (field) => page(field, asked(field)),
      _entities: (field) => things(field.args['representations'], field, readReferences),
    },
    Contact: { calls: (field) => page(field, asked(field) > 0 ? REQUESTS_FOR_A_PERSONS_CALLS : 0) },
    Agent: { calls: (field) => page(field, 1) },
    Mutation: { createPhoneCall: () => ONE },
    Subscription: { callUpdated: () => ONE },
  };
}

/** What a list of ids asks for, whatever is selected of it. */
interface AskedThings {
  readonly requests: number;
  readonly people: number;
  readonly errors: number;
  readonly count: number;
}

function addressOf(id: unknown): Address | null {
  // Errors take long to make, and are not needed here.
  if (!isAddress(String(id))) return null;
  try {
    return readAddress(String(id), 'id');
  } catch {
    return null;
  }
}

function requestsForPeople(count: number, { node, fragments }: AskedField): number {
  if (count === 0 || !asksWho(node.selectionSet, fragments, new Set())) return 0;
  return REQUESTS_A_PERSON * Math.min(count, FEW_PEOPLE) + REQUESTS_A_FURTHER_PERSON * Math.max(0, count - FEW_PEOPLE);
}

/** Whether a selection asks who a person is. */
function asksWho(selection: SelectionSetNode | undefined, fragments: AskedField['fragments'], seen: Set<string>): boolean {
  return (selection?.selections ?? []).some((part) => {
    if (part.kind === Kind.FIELD) return PERSONAL_FIELDS.has(part.name.value);
    if (part.kind === Kind.INLINE_FRAGMENT) return asksWho(part.selectionSet, fragments, seen);
    const { value: name } = part.name;
    if (seen.has(name)) return false;
    seen.add(name);
    return asksWho(fragments.get(name)?.selectionSet, fragments, seen);
  });
}

function page({ args }: AskedField, providers: number): FieldCost {
  const rows = rowsOfPage(args);
  const filter = args['filter'] as object | null | undefined;
  const queries = listsIn(filter ?? {}, '').reduce((product, [path, { length }]) => product * Math.max(1, Math.ceil(length / membersARequest(path))), 1);
  return { requests: providers * (queries + rows / ROWS_A_REQUEST), rows, times: 1 };
}

/** How many calls a page has at most. One that may not be asked for is refused by its field. */
export function rowsOfPage(args: AskedField['args']): number {
  return Math.min(Math.max(0, Number(args['first']) || 0), MOST_IN_A_PAGE);
}

/** Words such as statuses are asked for together, or filtered here. */
function membersARequest(path: string): number {
  if (/phoneNumbers|from|to$/.test(path)) return NUMBERS_A_REQUEST;
  return path.endsWith('sids') ? IDS_A_REQUEST : Number.POSITIVE_INFINITY;
}

/** A list that is too long is refused by its field. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST_AT_ONCE) : [];
}
