import type { CallFilter } from '../../model/call-filter.js';
import { type CallStatus } from '../../model/call-status.js';
import { cross } from '../listing/alternatives.js';
import type { MetOtherwise } from '../met-otherwise.js';
import type { FilterField } from '../provider.js';
import type { CallsQuery } from './api.js';
import type { TwilioCallFilter } from './filter.js';
import { isWithheld } from './parties.js';
import { TWILIO } from './agents.js';
import { STATUS_WORDS } from './to-call.js';

/** Each query reads the list once more. For more queries than this, the graph filters instead. */
const MAX_QUERIES = 6;

/** A filter in Twilio's terms: together the queries return every call that passes the pushed-down fields. */
export interface TwilioQueries {
  readonly queries: readonly CallsQuery[];
  /** The queries return legs of other calls only if they are wanted. */
  readonly withChildLegs: boolean;
  readonly filteredLocally: readonly FilterField[];
}

/** Statuses and numbers (E.164) that rows spell differently from Twilio's filter. */
export interface TwilioSpellings {
  readonly statuses: MetOtherwise<CallStatus>;
  readonly numbers: MetOtherwise<string>;
}

/** Splits a filter. No queries means that no Twilio call can match. */
export function twilioQueries(filter: CallFilter, met: TwilioSpellings): TwilioQueries {
  const own = (filter.own?.[TWILIO] ?? {}) as TwilioCallFilter;
  const parentCallSid = own.parentCallSid ?? null;
  const withChildLegs = filter.withLegs === true || own.includeChildLegs === true || parentCallSid !== null;
  const status = met.statuses.hasAny(filter.statuses) ? undefined : statusWord(filter.statuses);
  const parties = partyQueries(filter, met);
  const filteredLocally: FilterField[] = [];
  if (filter.statuses && !status) filteredLocally.push('statuses');
  for (const field of ['phoneNumbers', 'from', 'to'] as const) if (filter[field] && !parties.fields.includes(field)) filteredLocally.push(field);
  for (const field of ['directions', 'duration', 'price'] as const) if (filter[field]) filteredLocally.push(field);
  const common: CallsQuery = { ...(status && { status }), ...(parentCallSid !== null && { parentCallSid }) };
  return { queries: cross<CallsQuery>([common], parties.queries), withChildLegs, filteredLocally };
}

/** Twilio filters by one status. The graph filters by several and by UNKNOWN. */
function statusWord([status, ...others]: readonly CallStatus[] = []): string | undefined {
  return status === undefined || others.length > 0 ? undefined : STATUS_WORDS[status];
}

/** Twilio filters by one number for each party. "Either party" needs two queries, and so does a contact. */
function partyQueries(filter: CallFilter, met: TwilioSpellings): { queries: readonly CallsQuery[]; fields: readonly FilterField[] } {
  const all = { queries: [{}], fields: [] };
  const { from, to, contacts, phoneNumbers } = filter;
  const numbers = [from, to, contacts, phoneNumbers].flatMap((some) => some ?? []);
  // Twilio would find such a number: it writes it for a withheld one. The graph does not.
  if (met.numbers.hasAny(numbers) || numbers.some(isWithheld)) return all;
  const either = contacts ?? phoneNumbers;
  const queries = from || to
    ? cross<CallsQuery>(from?.map((number) => ({ from: number })) ?? [{}], to?.map((number) => ({ to: number })) ?? [{}])
    : (either?.flatMap((number): CallsQuery[] => [{ from: number }, { to: number }]) ?? [{}]);
  if (queries.length > MAX_QUERIES) return all;
  return { queries, fields: from || to ? ['from', 'to'] : contacts ? [] : ['phoneNumbers'] };
}

/** The contacts that a query is limited to; undefined when it is not limited. */
export function contactsIn(filter: CallFilter, query: CallsQuery): readonly string[] | undefined {
  const number = query.from ?? query.to;
  return filter.contacts && !filter.from && !filter.to && number !== undefined ? [number] : undefined;
}
