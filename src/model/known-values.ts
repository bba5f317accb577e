import { Agent, AgentLeg } from './agent.js';
import { Call } from './call.js';
import { CallDirection } from './call-direction.js';
import type { Contact, ContactFacts } from './contact.js';
import { areEqualCalls } from './equal-values.js';
import { Money } from './money.js';
import { PhoneNumber } from './phone-number.js';
import { Recording } from './recording.js';
import { Webhook } from './webhook.js';

/**
 * Values that a call keeps when a later response lacks them. Every other value, such as the status, comes
 * from the latest response.
 */
export const KEPT_VALUES = [
  'from', 'to', 'agents', 'agentLegs', 'recordings', 'carrierIds', 'webhooks', 'tags', 'notes',
  'startedAt', 'endedAt', 'updatedAt', 'scheduledFor', 'duration', 'talkTime', 'price', 'details',
] as const satisfies readonly (keyof Call)[];

/**
 * The call as just read, completed at every depth by values of `known` that it lacks. Values that were just
 * read are never replaced. The result has the id of `known`. If nothing changed, it is `known`
 * itself, or `call` if that keeps its row, because the next row is compared with it.
 */
export function withKnown(call: Call, known: Call): Call {
  if (call === known || areEqualCalls(call, known)) return call.row ? call : known;
  const changed: Record<string, unknown> = {};
  for (const name of KEPT_VALUES) {
    const value: unknown = kept(call[name], known[name]);
    if (value !== call[name]) changed[name] = value;
  }
  const contact = keptContact(call.contact, known.contact);
  if (contact !== call.contact) changed['contact'] = contact;
  if (call.direction === CallDirection.UNKNOWN && known.direction !== call.direction) changed['direction'] = known.direction;
  if (call.isTimeless && !known.isTimeless) changed['createdAt'] = known.createdAt;
  if (Object.keys(changed).length === 0) return call.under(known.id);
  return new Call({ ...call.facts, ...changed, id: known.id });
}

/** The value with its missing parts taken from `known`. The same object if it lacks nothing. */
function kept(now: unknown, known: unknown): unknown {
  if (isMissing(known)) return now;
  if (isMissing(now)) return known;
  if (Array.isArray(now) || Array.isArray(known)) return Array.isArray(now) && Array.isArray(known) ? keptList(now, known) : now;
  if (typeof now !== 'object' || typeof known !== 'object' || now === null || known === null) return now;
  return keptObject(now, known);
}

function keptObject(now: object, known: object): object {
  // A phone number or an amount is one value. Its parts are never mixed.
  if (now instanceof PhoneNumber) return now.e164 === null && now.raw === (known as PhoneNumber).raw ? known : now;
  if (now instanceof Money) return now.currency === null && now.amount === (known as Money).amount ? known : now;
  if (now instanceof Recording) return now.url === null ? known : now;
  if (now instanceof Date || now instanceof Webhook) return now;
  let changed: Record<string, unknown> | null = null;
  for (const name of Object.keys(known)) {
    const value = now[name as keyof typeof now] as unknown;
    const completed = kept(value, known[name as keyof typeof known]);
    if (completed !== value) (changed ??= {})[name] = completed;
  }
  if (changed === null) return now;
  // Constructors of details, agents and legs take an object with their fields.
  return new (now.constructor as new (fields: object) => object)({ ...now, ...changed });
}

/** Completes each member by the known member with the same identity. A known member that is gone stays gone. */
function keptList(now: readonly unknown[], known: readonly unknown[]): readonly unknown[] {
  const byIdentity = new Map(known.map((member) => [identityOf(member), member]));
  const completed = now.map((member) => {
    const identity = identityOf(member);
    return identity === null ? member : kept(member, byIdentity.get(identity));
  });
  return completed.some((member, index) => member !== now[index]) ? completed : now;
}

/** Fields that identify the members of vendors' lists, in this order of preference. */
const IDENTIFYING = ['key', 'columnName', 'id', 'url', 'number'] as const;

function identityOf(member: unknown): string | null {
  if (typeof member !== 'object' || member === null) return null;
  if (member instanceof Agent) return member.providerAgentId;
  if (member instanceof AgentLeg) return JSON.stringify([member.agent.providerAgentId, member.startedAt]);
  for (const name of IDENTIFYING) {
    const value = (member as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** Completes a contact only by data about the same person. */
function keptContact(now: Contact | null, known: Contact | null): Contact | null {
  if (!known?.facts) return now;
  if (!now?.facts) return known;
  const isSameNumber = !now.phoneNumber || !known.phoneNumber || (now.e164 ?? now.phoneNumber.raw) === (known.e164 ?? known.phoneNumber.raw);
  const isSameName = now.facts.name === null || known.facts.name === null || now.facts.name === known.facts.name;
  if (!isSameNumber || !isSameName) return now;
  const facts = keptObject(now.facts, known.facts) as ContactFacts;
  const completed = { ...facts, isUnknown: now.facts.isUnknown && known.facts.isUnknown, providerContacts: keptEntries(now.facts, known.facts) };
  const phoneNumber = now.phoneNumber ?? known.phoneNumber;
  const isSame = phoneNumber === now.phoneNumber && facts === now.facts && completed.isUnknown === now.facts.isUnknown && completed.providerContacts === now.facts.providerContacts;
  return isSame ? now : now.withFacts(phoneNumber, completed);
}

/** A call's entries come from one provider's contact book. Completes the entry unless it is about another person. */
function keptEntries(now: ContactFacts, known: ContactFacts): ContactFacts['providerContacts'] {
  const [entry] = now.providerContacts;
  const [before] = known.providerContacts;
  if (!entry || !before) return now.providerContacts;
  const isOther = entry.providerContactId !== null && before.providerContactId !== null && entry.providerContactId !== before.providerContactId;
  const completed = isOther ? entry : keptObject(entry, before);
  return completed === entry ? now.providerContacts : [completed as typeof entry];
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
