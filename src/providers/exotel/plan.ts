import { BadUserInput } from '../../model/bad-user-input.js';
import { CallDirection } from '../../model/call-direction.js';
import type { CallFilter } from '../../model/call-filter.js';
import type { CallStatus } from '../../model/call-status.js';
import { isE164 } from '../../model/phone-number.js';
import { chunks, cross } from '../listing/alternatives.js';
import type { FilterField } from '../provider.js';
import { type CallsQuery, MAX_NUMBERS, MAX_SIDS } from './api.js';
import { ExotelDirection } from './details.js';
import type { ExotelCallFilter } from './filter.js';
import { DIRECTION_PARAMETERS, STATUS_PARAMETERS } from './parameters.js';
import type { ExotelSpellings } from './rows.js';
import { EXOTEL } from './to-call.js';

/** The graph filters by number lists that would need more queries than this. */
const MAX_QUERIES = 20;

const OWN_DIRECTIONS: Readonly<Partial<Record<CallDirection, readonly ExotelDirection[]>>> = {
  [CallDirection.INBOUND]: [ExotelDirection.INBOUND],
  [CallDirection.OUTBOUND]: [ExotelDirection.OUTBOUND_DIAL, ExotelDirection.OUTBOUND_API],
};

/** A filter in Exotel's terms: together the queries return every call that passes the pushed-down fields. */
export interface ExotelQueries {
  readonly queries: readonly CallsQuery[];
  readonly filteredLocally: readonly FilterField[];
}

/**
 * Splits a filter. No queries means that no Exotel call can match. Values in `met` are not sent: Exotel
 * documents one spelling and may refuse any other. @throws BadUserInput
 */
export function exotelQueries(filter: CallFilter, met: ExotelSpellings): ExotelQueries {
  const own = checked((filter.own?.[EXOTEL] ?? {}));
  const filteredLocally: FilterField[] = [];
  const statuses = met.statuses.hasAny(filter.statuses) ? undefined : statusParameters(filter.statuses);
  if (filter.statuses && !statuses) filteredLocally.push('statuses');
  const saysDirection = !filter.directions?.includes(CallDirection.UNKNOWN) && !met.directions.hasAny(filter.directions);
  if (!saysDirection) filteredLocally.push('directions');
  const isOwnMetOtherwise = met.directions.hasAny(own.directions?.map((direction) => (direction === ExotelDirection.INBOUND ? CallDirection.INBOUND : CallDirection.OUTBOUND)));
  if (isOwnMetOtherwise && saysDirection) filteredLocally.push('directions');
  const directions = directionParameters(saysDirection ? filter.directions : undefined, isOwnMetOtherwise ? undefined : own.directions);
  if (directions?.length === 0) return { queries: [], filteredLocally };
  const parties = partyQueries(filter, filteredLocally);
  const common: CallsQuery = {
    ...(statuses && { statuses }),
    ...(directions && { directions }),
    ...(own.directions && { ownDirections: own.directions }),
    ...rangeParameter('duration', filter.duration, 's'),
    ...rangeParameter('price', filter.price, ''),
  };
  const sids = chunks(own.sids, MAX_SIDS).map((some) => ({ sids: some }));
  const phones = chunks(own.phoneNumbers, MAX_NUMBERS).map((some) => ({ phoneNumbers: some }));
  return { queries: cross([common], parties, own.sids ? sids : [{}], own.phoneNumbers ? phones : [{}]), filteredLocally };
}

function checked(own: ExotelCallFilter): ExotelCallFilter {
  for (const [index, sid] of (own.sids ?? []).entries()) {
    if (!/^[A-Za-z0-9]+$/.test(sid)) throw new BadUserInput('a Sid has letters and digits only.', `filter.exotel.sids.${index}`);
  }
  for (const [index, number] of (own.phoneNumbers ?? []).entries()) {
    if (!isE164(number)) throw new BadUserInput('not a phone number in E.164.', `filter.exotel.phoneNumbers.${index}`);
  }
  return own;
}

/** UNKNOWN stands for an open set of words, so a filter with UNKNOWN cannot be pushed down. */
function statusParameters(statuses: readonly CallStatus[] | undefined): string[] | undefined {
  const words = statuses?.map((status) => STATUS_PARAMETERS[status]);
  return words?.every((word) => word !== undefined) ? words : undefined;
}

/** Undefined: all directions. Calls without a direction cannot be requested by direction. */
function directionParameters(
  directions: readonly CallDirection[] | undefined,
  own: readonly ExotelDirection[] | null | undefined,
): string[] | undefined {
  const asked = directions?.flatMap((direction) => OWN_DIRECTIONS[direction] ?? []);
  if (!asked && !own) return undefined;
  const both = Object.values(ExotelDirection).filter((one) => (asked?.includes(one) ?? true) && (own?.includes(one) ?? true));
  return both.map((direction) => DIRECTION_PARAMETERS[direction]);
}

/** From and To take five numbers each. "Either party" needs two queries, and so does a contact. */
function partyQueries(filter: CallFilter, filteredLocally: FilterField[]): CallsQuery[] {
  const either = filter.contacts ?? filter.phoneNumbers;
  if (filter.from || filter.to) {
    if (filter.phoneNumbers) filteredLocally.push('phoneNumbers');
    const from = filter.from ? chunks(filter.from, MAX_NUMBERS).map((some) => ({ from: some })) : [{}];
    const to = filter.to ? chunks(filter.to, MAX_NUMBERS).map((some) => ({ to: some })) : [{}];
    const queries = cross<CallsQuery>(from, to);
    if (queries.length <= MAX_QUERIES) return queries;
    if (filter.from) filteredLocally.push('from');
    if (filter.to) filteredLocally.push('to');
    return [{}];
  }
  if (!either) return [{}];
  if (filter.contacts && filter.phoneNumbers) filteredLocally.push('phoneNumbers');
  const queries = chunks(either, MAX_NUMBERS).flatMap((some): CallsQuery[] => [{ from: some }, { to: some }]);
  // Contacts are always pushed down: a request serves five of them, and the alternative is to read everything.
  if (filter.contacts || queries.length <= MAX_QUERIES) return queries;
  filteredLocally.push('phoneNumbers');
  return [{}];
}

/** The contacts that a query is limited to; undefined when it is not limited. */
export function contactsIn(filter: CallFilter, query: CallsQuery): readonly string[] | undefined {
  return filter.contacts && !filter.from && !filter.to ? (query.from ?? query.to) : undefined;
}

/** Documented operators: eq for one value, else gte and lte joined by a semicolon. Durations have a unit. */
function rangeParameter<Name extends 'duration' | 'price'>(
  name: Name,
  range: { from?: number | string; to?: number | string } | undefined,
  unit: string,
): Partial<Record<Name, string>> {
  if (!range || (range.from === undefined && range.to === undefined)) return {};
  if (range.from === range.to) return { [name]: `eq:${range.from}${unit}` } as Record<Name, string>;
  const bounds = [
    ...(range.from === undefined ? [] : [`gte:${range.from}${unit}`]),
    ...(range.to === undefined ? [] : [`lte:${range.to}${unit}`]),
  ];
  return { [name]: bounds.join(';') } as Record<Name, string>;
}
