import { Agent, AgentLeg } from './agent.js';
import { Call } from './call.js';
import { CallDirection } from './call-direction.js';
import type { Contact, ContactFacts } from './contact.js';
import { Money } from './money.js';
import { PhoneNumber } from './phone-number.js';
import { Recording } from './recording.js';
import { Webhook } from './webhook.js';

/**
 * What stays known of a call when a later reading lacks it. Everything else, such as the status, is
 * whatever was read last.
 */
export const KEPT_VALUES = [
  'from', 'to', 'agents', 'agentLegs', 'recordings', 'webhooks', 'tags', 'notes',
  'startedAt', 'endedAt', 'updatedAt', 'scheduledFor', 'duration', 'talkTime', 'price', 'details',
] as const satisfies readonly (keyof Call)[];

/**
 * The call as it was read now, with the values that were known of it before where this reading lacks them,
 * however deep they are. It keeps the id under which it is known. Nothing that was read now is replaced.
 */
export function withKnown(call: Call, known: Call): Call {
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

/** A value with what is known where it, or a part of it, is missing. The value itself where it lacks nothing. */
function kept(now: unknown, known: unknown): unknown {
  if (isMissing(known)) return now;
  if (isMissing(now)) return known;
  if (Array.isArray(now) && Array.isArray(known)) return keptList(now, known);
  if (typeof now !== 'object' || typeof known !== 'object' || now === null || known === null) return now;
  return now.constructor === known.constructor ? keptObject(now, known) : now;
}

function keptObject(now: object, known: object): object {
  // A number is one value: its parts belong together.
  if (now instanceof PhoneNumber) return now.e164 === null && now.raw === (known as PhoneNumber).raw ? known : now;
  if (now instanceof Money) return now.currency === null && now.amount === (known as Money).amount ? known : now;
  if (now instanceof Recording) return now.url === null ? known : now;
  if (now instanceof Date || now instanceof Webhook) return now;
  const changed: Record<string, unknown> = {};
  for (const name of Object.keys(known)) {
    const value = now[name as keyof typeof now] as unknown;
    const whole = kept(value, known[name as keyof typeof known]);
    if (whole !== value) changed[name] = whole;
  }
  if (Object.keys(changed).length === 0) return now;
  // Details and their parts are made of their fields, as agents and their legs are.
  return new (now.constructor as new (fields: object) => object)({ ...now, ...changed });
}

/** Members are completed by the known member with the same identity; one that is not there any more stays away. */
function keptList(now: readonly unknown[], known: readonly unknown[]): readonly unknown[] {
  const byIdentity = new Map(known.map((member) => [identityOf(member), member]));
  const whole = now.map((member) => {
    const identity = identityOf(member);
    return identity === null ? member : kept(member, byIdentity.get(identity));
  });
  return whole.some((member, index) => member !== now[index]) ? whole : now;
}

/** Names of the members by which the members of vendors' lists are told apart. */
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

/** A person is completed only by what is known of the same person. */
function keptContact(now: Contact | null, known: Contact | null): Contact | null {
  if (!known?.facts) return now;
  if (!now?.facts) return known;
  const isSameNumber = !now.phoneNumber || !known.phoneNumber || (now.e164 ?? now.phoneNumber.raw) === (known.e164 ?? known.phoneNumber.raw);
  const isSameName = now.facts.name === null || known.facts.name === null || now.facts.name === known.facts.name;
  if (!isSameNumber || !isSameName) return now;
  const facts = keptObject(now.facts, known.facts) as ContactFacts;
  const whole = { ...facts, isUnknown: now.facts.isUnknown && known.facts.isUnknown, providerContacts: keptEntries(now.facts, known.facts) };
  const phoneNumber = now.phoneNumber ?? known.phoneNumber;
  const isSame = phoneNumber === now.phoneNumber && facts === now.facts && whole.isUnknown === now.facts.isUnknown && whole.providerContacts === now.facts.providerContacts;
  return isSame ? now : now.knownAs(phoneNumber, whole);
}

/** The entries of one call are of one provider's book: the known entry has what the later one lacks. */
function keptEntries(now: ContactFacts, known: ContactFacts): ContactFacts['providerContacts'] {
  const [entry] = now.providerContacts;
  const [before] = known.providerContacts;
  if (!entry || !before) return now.providerContacts;
  const isOther = entry.providerContactId !== null && before.providerContactId !== null && entry.providerContactId !== before.providerContactId;
  const whole = isOther ? entry : keptObject(entry, before);
  return whole === entry ? now.providerContacts : [whole as typeof entry];
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
