import type { CountryCode } from 'libphonenumber-js/min';
import { CallDirection } from '../../model/call-direction.js';
import type { CallFilter } from '../../model/call-filter.js';
import { CallStatus, isGoingOn } from '../../model/call-status.js';
import type { MetOtherwise } from '../met-otherwise.js';
import type { FilterField } from '../provider.js';
import type { CallsQuery } from './api.js';
import type { PlivoCallFilter } from './filter.js';
import { spellingsOf } from './spellings.js';
import { PLIVO } from './to-call.js';

/** Each number takes a query for each of its spellings, as either party twice as many. The graph filters by longer lists. */
const MOST_NUMBERS = 4;
const MOST_OF_EITHER_PARTY = MOST_NUMBERS / 2;

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

/** How the rows of an account spell numbers. */
export interface PlivoNumbers {
  readonly country: CountryCode | undefined;
  /** Numbers, in E.164, that rows have in a spelling that Plivo isn't asked for. */
  readonly met: MetOtherwise<string>;
}

/** Splits a filter. Nothing wanted means that no Plivo call can match. */
export function plivoQueries(filter: CallFilter, numbers: PlivoNumbers): PlivoQueries {
  const own = (filter.own?.[PLIVO] ?? {}) as PlivoCallFilter;
  const { statuses, duration, price, agent } = filter;
  const parties = partyQueries(filter, numbers);
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

/** The queries for the wanted numbers. Null if no numbers are wanted, or none that Plivo can be asked for. */
function partyQueries({ from, to, contacts, phoneNumbers }: CallFilter, { country, met }: PlivoNumbers): PlivoQuery[] | null {
  const asFrom = (number: string): CallsQuery[] => spellingsOf(number, country).map((from_number) => ({ from_number }));
  const asTo = (number: string): CallsQuery[] => spellingsOf(number, country).map((to_number) => ({ to_number }));
  const asEither = (number: string) => [...asFrom(number), ...asTo(number)];
  const askable = (numbers: readonly string[] | undefined, most: number) => (numbers && numbers.length <= most && !met.hasAny(numbers) ? numbers : undefined);
  const possible: (PlivoQuery[] | undefined)[] = [
    askable(from, MOST_NUMBERS)?.flatMap(asFrom).map((query) => ({ query })),
    askable(to, MOST_NUMBERS)?.flatMap(asTo).map((query) => ({ query })),
    askable(contacts, MOST_OF_EITHER_PARTY)?.flatMap((number) => asEither(number).map((query) => ({ query, contacts: [number] }))),
    askable(phoneNumbers, MOST_OF_EITHER_PARTY)?.flatMap(asEither).map((query) => ({ query })),
  ];
  return possible.filter((some) => some !== undefined).sort((a, b) => a.length - b.length)[0] ?? null;
}
