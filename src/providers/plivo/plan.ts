import { CallDirection } from '../../model/call-direction.js';
import type { CallFilter } from '../../model/call-filter.js';
import { CallStatus, isGoingOn } from '../../model/call-status.js';
import type { FilterField } from '../provider.js';
import type { CallsQuery } from './api.js';
import type { PlivoCallFilter } from './filter.js';
import { PLIVO } from './to-call.js';

/** Each number takes two queries or four. The graph filters by number lists that would need more than this. */
const MAX_QUERIES = 8;

/** The graph filters by all of these, because Plivo also returns numbers that only begin like the wanted one. */
const LOCAL_FIELDS = ['statuses', 'directions', 'phoneNumbers', 'from', 'to', 'duration', 'price', 'contacts'] as const;

/** A query, and whom it is limited to. */
export interface PlivoQuery {
  readonly query: CallsQuery;
  /** E.164. Undefined if it may have the calls of anybody. */
  readonly contacts?: readonly string[];
}

/** A filter in Plivo's terms: together the queries return every ended call that passes. */
export interface PlivoQueries {
  readonly ended: readonly PlivoQuery[];
  /** Calls that are going on may pass. */
  readonly wantsGoingOn: boolean;
  readonly includesChildLegs: boolean;
  /** Plivo returns many calls that don't pass. */
  readonly isSparse: boolean;
  readonly filteredLocally: readonly FilterField[];
}

/** Splits a filter. Nothing wanted means that no Plivo call can match. */
export function plivoQueries(filter: CallFilter): PlivoQueries {
  const own = (filter.own?.[PLIVO] ?? {}) as PlivoCallFilter;
  const { statuses, duration, price, agent } = filter;
  const parties = partyQueries(filter);
  // Plivo has no agents. A call that is going on has no duration and no price.
  const wantsEnded = agent === undefined && (statuses?.some((status) => !isGoingOn(status)) ?? true);
  const wantsGoingOn = agent === undefined && duration === undefined && price === undefined && (statuses?.some((status) => isGoingOn(status) || status === CallStatus.UNKNOWN) ?? true);
  const direction = directionParameter(filter.directions);
  return {
    ended: wantsEnded ? (parties ?? [{ query: {} }]).map(({ query, ...rest }) => ({ ...rest, query: { ...query, ...direction } })) : [],
    wantsGoingOn,
    includesChildLegs: own.includeChildLegs === true || filter.withLegs === true,
    isSparse: statuses !== undefined || duration !== undefined || price !== undefined || (!parties && [filter.contacts, filter.phoneNumbers, filter.from, filter.to].some((numbers) => numbers !== undefined)),
    filteredLocally: LOCAL_FIELDS.filter((field) => filter[field] !== undefined),
  };
}

function directionParameter(directions: readonly CallDirection[] | undefined): CallsQuery {
  const [direction, ...others] = directions ?? [];
  if (others.length > 0 || direction === undefined || direction === CallDirection.UNKNOWN) return {};
  return { call_direction: direction === CallDirection.INBOUND ? 'inbound' : 'outbound' };
}

/** The queries for the wanted numbers. Null if no numbers are wanted, or too many. */
function partyQueries({ from, to, contacts, phoneNumbers }: CallFilter): PlivoQuery[] | null {
  const possible: (PlivoQuery[] | undefined)[] = [
    from?.flatMap((number) => spellingsOf(number).map((from_number) => ({ query: { from_number } }))),
    to?.flatMap((number) => spellingsOf(number).map((to_number) => ({ query: { to_number } }))),
    contacts?.flatMap((number) => eitherParty(number).map((query) => ({ query, contacts: [number] }))),
    phoneNumbers?.flatMap((number) => eitherParty(number).map((query) => ({ query }))),
  ];
  const queries = possible.filter((some) => some !== undefined).sort((a, b) => a.length - b.length)[0];
  return queries && queries.length <= MAX_QUERIES ? queries : null;
}

function eitherParty(number: string): CallsQuery[] {
  return spellingsOf(number).flatMap((spelling) => [{ from_number: spelling }, { to_number: spelling }]);
}

/** Rows have numbers with and without the plus, and Plivo compares them as they are written. */
function spellingsOf(e164: string): string[] {
  return [e164, e164.slice(1)];
}
