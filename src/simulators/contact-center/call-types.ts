import { field, listField } from '../row-fields.js';

type Predicate = (row: unknown) => boolean;

const is = (name: string): Predicate => (row) => field(row, name) === true;
const hasType = (...words: string[]): Predicate => (row) => words.includes(String(field(row, 'type')));
const all = (...predicates: Predicate[]): Predicate => (row) => predicates.every((predicate) => predicate(row));
const any = (...predicates: Predicate[]): Predicate => (row) => predicates.some((predicate) => predicate(row));
const not = (predicate: Predicate): Predicate => (row) => !predicate(row);

const isInbound = is('is_inbound');
const isAnswered = is('is_answered');
const isAnsweredWithinSla = is('is_answered_within_sla');
const LEGS = ['all_agents', 'answered_agents', 'external_numbers'];
const hasTransferLeg: Predicate = (row) => LEGS.some((list) => listField(row, list).some(is('is_any_transfer')));

/**
 * The calls that each documented value of callType selects. The document only names the values, so the fields of a
 * row decide. The values overlap: they are reports, not a partition.
 */
export const CALL_TYPES: Record<string, Predicate> = {
  all_inbound: isInbound,
  inbound_answered: all(isInbound, isAnswered),
  inbound_answered_within_sla: all(isInbound, isAnswered, isAnsweredWithinSla),
  inbound_answered_but_not_within_sla: all(isInbound, isAnswered, not(isAnsweredWithinSla)),
  inbound_ivr_exit: hasType('inbound_ivr_exit'),
  abandoned: all(isInbound, not(isAnswered), is('is_ended')),
  callback: is('requested_callback'),
  overflowed: hasType('overflowed'),
  all_outbound: not(isInbound),
  outbound_answered: all(not(isInbound), isAnswered),
  outbound_not_answered: all(not(isInbound), not(isAnswered)),
  transfer: any(hasTransferLeg, hasType('transfer', 'warm_transfer')),
  warm_transfer: hasType('warm_transfer'),
  out_of_business_hours: hasType('out_of_business_hours'),
  short_abandoned: hasType('short_abandoned', 'short_abandoned_distributed'),
  automated_callback: hasType('automated_callback'),
  short_abandoned_distributed: hasType('short_abandoned_distributed'),
  abandoned_distributed: hasType('abandoned_distributed', 'short_abandoned_distributed'),
};
