import type { Call } from '../model/call.js';
import type { CallFilter, Range } from '../model/call-filter.js';
import type { FilterField } from '../providers/provider.js';
import { compareDecimals } from '../model/decimal.js';

/** Whether a call matches one field of a filter. A call without the value does not match. */
const PASSES: Readonly<Partial<Record<FilterField, (filter: CallFilter, call: Call) => boolean>>> = {
  createdAt: ({ createdAt }, call) => within(createdAt, call.createdAt, (a, b) => a.getTime() - b.getTime()),
  statuses: ({ statuses }, call) => !statuses || statuses.includes(call.status),
  directions: ({ directions }, call) => !directions || directions.includes(call.direction),
  phoneNumbers: ({ phoneNumbers }, call) => isAmong(phoneNumbers, call.from?.e164) || isAmong(phoneNumbers, call.to?.e164),
  from: ({ from }, call) => isAmong(from, call.from?.e164),
  to: ({ to }, call) => isAmong(to, call.to?.e164),
  duration: ({ duration }, call) => within(duration, call.duration, (a, b) => a - b),
  price: ({ price }, call) => within(price, call.price?.amount, compareDecimals),
  contacts: ({ contacts }, call) => isAmong(contacts, call.contact?.e164),
  agent: ({ agent }, call) => !agent || call.agents.some(({ providerAgentId }) => providerAgentId === agent.providerAgentId),
};

/** Fields that are checked for every call: the check is cheap, and vendors treat range ends and numbers differently. */
const ALWAYS: readonly FilterField[] = ['createdAt', 'contacts', 'agent'];

/** Whether a call matches the filter fields that its vendor does not apply. */
export function passes(filter: CallFilter, filteredLocally: readonly FilterField[], call: Call): boolean {
  return [...ALWAYS, ...filteredLocally].every((field) => PASSES[field]?.(filter, call) ?? true);
}

function within<T>(range: Range<T> | undefined, value: T | null | undefined, compare: (a: T, b: T) => number): boolean {
  if (!range || (range.from === undefined && range.to === undefined)) return true;
  if (value === null || value === undefined) return false;
  return (range.from === undefined || compare(value, range.from) >= 0) && (range.to === undefined || compare(value, range.to) <= 0);
}

function isAmong(wanted: readonly string[] | undefined, number: string | null | undefined): boolean {
  return wanted === undefined || (typeof number === 'string' && wanted.includes(number));
}
