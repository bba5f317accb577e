import { Kind, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { type Address, isAddress, readAddress } from '../../model/address.js';
import { isLinkTime } from '../../model/recording-link.js';
import type { ConnectedAccount } from '../../providers/provider.js';
import { listsIn } from '../call-filter.reading.js';
import { MAX_PAGE_SIZE } from '../calls.args.js';
import { MAX_LOOKUPS } from '../each.js';

/** The cost of a field itself, and how many objects its selection is resolved for. */
export interface FieldCost {
  readonly requests: number;
  readonly rows: number;
  readonly times: number;
  /** Additional values in the response. */
  readonly values?: number;
}

/** A field of an operation. */
export interface RequestedField {
  readonly args: Readonly<Record<string, unknown>>;
  readonly node: FieldNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export type FieldCosts = Readonly<Record<string, Readonly<Record<string, (field: RequestedField) => FieldCost>>>>;

const USUAL_LISTS = 3;
/** The usual page size of vendors' lists. */
const ROWS_PER_REQUEST = 100;
/** The lists that are read to find out about the person at a number. Several numbers share some of them. */
const REQUESTS_PER_PERSON = 3;
/** Further numbers cost less each, because vendors accept several per request or list everybody's calls. */
const FEW_PEOPLE = 10;
const REQUESTS_PER_FURTHER_PERSON = 0.5;
/** For the calls of one person. They are rare, so that more of the history is read. */
const REQUESTS_FOR_A_PERSONS_CALLS = 5;
/** Most vendors filter by one number per request, one vendor by five. A request takes a hundred call ids. */
const NUMBERS_PER_REQUEST = 3;
const IDS_PER_REQUEST = 100;
/** Calls whose recordings need a request share it with the calls of the same days. */
const REQUESTS_FOR_RECORDINGS = 0.05;
const USUAL_RECORDINGS = 5;
/** Other records of a call: a look-up or two at a carrier, or a part of lists that all calls share. */
const REQUESTS_FOR_SAME_CALLS = 1;
const REQUESTS_FOR_LIKELY = 1.5;
const USUAL_MATCHES = 2;
/** Fields of a contact that are only known from the person's calls. */
const PERSONAL_FIELDS = new Set(['name', 'firstName', 'lastName', 'email', 'isUnknown', 'providerContacts']);

/** Writing an error with its path and code takes as long as this many values. */
const VALUES_PER_ERROR = 100;

const ONE: FieldCost = { requests: 1, rows: 1, times: 1 };

/** The costs of all fields that send requests to providers. */
export function fieldCosts(accounts: readonly ConnectedAccount[]): FieldCosts {
  const requestsById = new Map(accounts.map(({ account, lookup }) => [account, 1 / (lookup.idsPerRequest ?? 1)]));
  const lists = accounts.filter(({ list }) => list);
  /** The costs below are those with this many lists. More accounts cost more. */
  const scale = Math.max(1, lists.length / USUAL_LISTS);
  /** Without the name of an account, every account of the provider is asked. */
  const requestsByProviderId = (provider: unknown, name: unknown): number =>
    accounts.reduce((sum, one) => (one.name === provider && (typeof name !== 'string' || one.account === name) ? sum + (requestsById.get(one.account) ?? 0) : sum), 0);

  /** How many accounts take part in a list. */
  const listedAccounts = ({ args }: RequestedField): number => {
    const { providers, providerAccounts } = { ...(args['filter'] as { providers?: readonly string[] | null; providerAccounts?: readonly string[] | null } | null | undefined) };
    return lists.filter(({ account, name }) => (providers?.includes(name) ?? true) && (providerAccounts?.includes(account) ?? true)).length;
  };
  const calls = (provider: unknown, account: unknown, count: number): FieldCost => ({ requests: count * requestsByProviderId(provider, account), rows: count, times: count });
  const requestsFor = (address: Address): number => {
    if (address.type === 'Recording') return requestsById.get(address.call.account) ?? 0;
    if (address.type === 'Contact') return address.identity.kind === 'call' ? 1 : 0;
    if (address.type === 'ProviderAccount') return 0;
    return address.type === 'Agent' ? 1 : (requestsById.get(address.account) ?? 0);
  };
  /** Objects by global id, which names the provider. An invalid id sends no request and becomes an error. */
  const read = (ids: readonly unknown[]): RequestedObjects => {
    const addresses = ids.map(addressOf).filter((address) => address !== null);
    return {
      requests: addresses.reduce((sum, address) => sum + requestsFor(address), 0),
      people: addresses.filter(({ type }) => type === 'Contact').length,
      errors: ids.length - addresses.length,
      count: ids.length,
    };
  };
  const readReferences = (representations: readonly unknown[]): RequestedObjects => {
    const references = representations.map((one) => ({ ...(one as Record<string, unknown>) }));
    const byId = read(references.flatMap(({ id }) => (id === undefined || id === null ? [] : [id])));
    const byKey = references.filter(({ id }) => id === undefined || id === null);
    return {
      requests: byKey.reduce((sum, { provider }) => sum + requestsByProviderId(provider, null), byId.requests),
      people: byId.people + byKey.filter(({ __typename }) => __typename === 'Contact').length,
      errors: byId.errors,
      count: references.length,
    };
  };
  /** Hundreds of fields may use one list of ids. It is read once. Operations do not share lists. */
  const known = new WeakMap<object, RequestedObjects>();
  const objects = (list: unknown, field: RequestedField, reader = read): FieldCost => {
    const ids = Array.isArray(list) ? list : [];
    const requested = known.get(ids) ?? reader(ids.slice(0, MAX_LOOKUPS));
    known.set(ids, requested);
    const { requests, people, errors, count } = requested;
    return { requests: requests + scale * requestsForPeople(people, field), rows: count, times: count, values: errors * VALUES_PER_ERROR };
  };
  return {
    Query: {
      node: (field) => objects([field.args['id']], field),
      nodes: (field) => objects(field.args['ids'], field),
      call: (field) => objects([field.args['id']], field),
      callsByIds: (field) => objects(field.args['ids'], field),
      callByProviderId: ({ args }) => calls(args['provider'], args['providerAccount'], 1),
      callsByProviderIds: ({ args }) => calls(args['provider'], args['providerAccount'], listOf(args['providerCallIds']).length),
      recording: (field) => objects([field.args['id']], field),
      agent: (field) => objects([field.args['id']], field),
      contact: (field) => objects([field.args['id']], field),
      contactByPhoneNumber: (field) => ({ requests: scale * requestsForPeople(1, field), rows: 1, times: 1 }),
      calls: (field) => page(field, listedAccounts(field)),
      _entities: (field) => objects(field.args['representations'], field, readReferences),
    },
    Call: {
      sameCallAs: ({ args }) => ({ requests: args['includeLikely'] === true ? REQUESTS_FOR_LIKELY : REQUESTS_FOR_SAME_CALLS, rows: USUAL_MATCHES, times: USUAL_MATCHES }),
      recordings: () => ({ requests: accounts.some(({ recordings }) => recordings && 'find' in recordings) ? REQUESTS_FOR_RECORDINGS : 0, rows: 0, times: USUAL_RECORDINGS }),
    },
    Recording: { playback: ({ args }) => ({ requests: 0, rows: 0, times: 1, values: isLinkTime(args['expiresInSeconds']) ? 0 : VALUES_PER_ERROR }) },
    Contact: { calls: (field) => page(field, REQUESTS_FOR_A_PERSONS_CALLS * Math.max(Math.min(1, listedAccounts(field)), listedAccounts(field) / USUAL_LISTS)) },
    Agent: { calls: (field) => page(field, 1) },
    Mutation: { createPhoneCall: () => ONE },
    Subscription: { callUpdated: () => ONE },
  };
}

/** What a list of ids costs, independent of the selection. */
interface RequestedObjects {
  readonly requests: number;
  readonly people: number;
  readonly errors: number;
  readonly count: number;
}

function addressOf(id: unknown): Address | null {
  // Checked first, because creating an error is slow.
  if (!isAddress(String(id))) return null;
  try {
    return readAddress(String(id), 'id');
  } catch {
    return null;
  }
}

function requestsForPeople(count: number, { node, fragments }: RequestedField): number {
  if (count === 0 || !selectsPersonalFields(node.selectionSet, fragments, new Set())) return 0;
  return REQUESTS_PER_PERSON * Math.min(count, FEW_PEOPLE) + REQUESTS_PER_FURTHER_PERSON * Math.max(0, count - FEW_PEOPLE);
}

function selectsPersonalFields(selection: SelectionSetNode | undefined, fragments: RequestedField['fragments'], seen: Set<string>): boolean {
  return (selection?.selections ?? []).some((part) => {
    if (part.kind === Kind.FIELD) return PERSONAL_FIELDS.has(part.name.value);
    if (part.kind === Kind.INLINE_FRAGMENT) return selectsPersonalFields(part.selectionSet, fragments, seen);
    const { value: name } = part.name;
    if (seen.has(name)) return false;
    seen.add(name);
    return selectsPersonalFields(fragments.get(name)?.selectionSet, fragments, seen);
  });
}

function page({ args }: RequestedField, accounts: number): FieldCost {
  const rows = rowsOfPage(args);
  const filter = args['filter'] as object | null | undefined;
  const queries = listsIn(filter ?? {}, '').reduce((product, [path, { length }]) => product * Math.max(1, Math.ceil(length / membersPerRequest(path))), 1);
  return { requests: accounts * (queries + rows / ROWS_PER_REQUEST), rows, times: 1 };
}

/** The maximum number of calls on a page. The resolver refuses an invalid `first`. */
export function rowsOfPage(args: RequestedField['args']): number {
  return Math.min(Math.max(0, Number(args['first']) || 0), MAX_PAGE_SIZE);
}

/** Enum values such as statuses go into one request, or the graph filters by them. */
function membersPerRequest(path: string): number {
  if (/phoneNumbers|from|to$/.test(path)) return NUMBERS_PER_REQUEST;
  return path.endsWith('sids') ? IDS_PER_REQUEST : Number.POSITIVE_INFINITY;
}

/** The resolver refuses a list that is too long. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_LOOKUPS) : [];
}
