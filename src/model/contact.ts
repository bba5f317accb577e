import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { contactId, type ContactIdentity } from './address.js';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { Node } from './node.js';
import { PhoneNumber } from './phone-number.js';
import { Personal } from './personal.js';
import { ListOf } from './list-size.js';

/** A person as one provider's book has them. */
@ObjectType({ description: "A person as one provider's book has them.", simpleResolvers: true })
export class ProviderContact {
  @Field(() => CallProvider, { description: 'Whose book.' })
  readonly provider!: CallProviderName;

  @Field(() => String, { nullable: true, description: "The person's id in it; null where the provider keeps no book of people." })
  readonly providerContactId!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'The name in it.' })
  readonly name!: string | null;

  @ListOf(5)
  @Field(() => [ID], { description: 'The contact lists the person is on.' })
  readonly listIds!: readonly string[];

  constructor(entry: ProviderContact) {
    Object.assign(this, entry);
  }
}

/** What is known of a person. Null means that nobody said, never that nobody was asked. */
export interface ContactFacts {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly isUnknown: boolean;
  readonly providerContacts: readonly ProviderContact[];
}

/** A text with fewer digits than this, or only zeros, is what carriers send for a number that is withheld. */
const FEWEST_DIGITS = 3;

/**
 * The person outside the organisation. With a readable number the number is the identity, so that it is
 * the same contact whichever provider reported it; without one it is the provider's own entry. Where
 * there is neither, nobody knows whether two calls were with the same person: each has its own contact.
 */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "e164")')
@ObjectType({
  implements: Node,
  description: 'A person at a phone number. The same number is the same contact whichever provider reported it.',
  simpleResolvers: true,
})
export class Contact implements Node {
  @Field(() => PhoneNumber, { nullable: true, description: 'The number, as it came and in standard form.' })
  readonly phoneNumber: PhoneNumber | null;

  /** What the call says of the person; null for a contact reached by number alone, whose facts are looked up. */
  readonly facts: ContactFacts | null;

  /** Null until the call is known that it is on, for a person whom nothing else identifies. */
  readonly identity: ContactIdentity | null;

  private constructor(identity: ContactIdentity | null, phoneNumber: PhoneNumber | null, facts: ContactFacts | null) {
    this.identity = identity;
    this.phoneNumber = phoneNumber;
    this.facts = facts;
  }

  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    if (!this.identity) throw new Error('A contact is identified by now.');
    return contactId(this.identity);
  }

  @Personal
  @Field(() => String, { nullable: true, description: "E.164. Null only where a provider's number can't be read as one." })
  get e164(): string | null {
    return this.phoneNumber?.e164 ?? null;
  }

  /** The contact at a number of which nothing else is known yet. */
  static at(e164: string): Contact {
    return new Contact({ kind: 'number', e164 }, new PhoneNumber(e164, e164), null);
  }

  /** The contact of an id without a number, whose provider can't be asked about it: all that is known is in the id. */
  static identified(identity: Extract<ContactIdentity, { kind: 'entry' | 'raw' }>): Contact {
    const entry = { provider: identity.provider, providerContactId: identity.kind === 'entry' ? identity.providerContactId : null, name: null, listIds: [] };
    return new Contact(identity, identity.kind === 'raw' ? new PhoneNumber(identity.raw, null) : null, factsOf(entry, {}));
  }

  /** The contact that a provider names on a call; null where it names neither a number nor a person. */
  static onCall(phoneNumber: PhoneNumber | null, entry: ProviderContact, person: Partial<Omit<ContactFacts, 'providerContacts'>>): Contact | null {
    if (!phoneNumber && entry.providerContactId === null && entry.name === null) return null;
    return new Contact(identityOf(phoneNumber, entry), phoneNumber, factsOf(entry, person));
  }

  /** The contact as it is on a call: who can't be told apart from others otherwise is whoever spoke on that call. */
  onCallOf(callId: string): Contact {
    if (this.identity && (this.identity.kind !== 'call' || this.identity.callId === callId)) return this;
    return new Contact({ kind: 'call', callId }, this.phoneNumber, this.facts);
  }

  /** The same contact with other facts. */
  knownAs(phoneNumber: PhoneNumber | null, facts: ContactFacts | null): Contact {
    const [entry] = facts?.providerContacts ?? [];
    return new Contact(identityOf(phoneNumber, entry ?? null), phoneNumber, facts);
  }
}

function factsOf(entry: ProviderContact, person: Partial<Omit<ContactFacts, 'providerContacts'>>): ContactFacts {
  const facts = { name: entry.name, firstName: null, lastName: null, email: null, ...person };
  return { ...facts, isUnknown: person.isUnknown ?? facts.name === null, providerContacts: [entry] };
}

function identityOf(phoneNumber: PhoneNumber | null, entry: ProviderContact | null): ContactIdentity | null {
  if (phoneNumber?.e164) return { kind: 'number', e164: phoneNumber.e164 };
  if (!entry) return null;
  if (entry.providerContactId !== null) return { kind: 'entry', provider: entry.provider, providerContactId: entry.providerContactId };
  return phoneNumber && isNumberLike(phoneNumber.raw) ? { kind: 'raw', provider: entry.provider, raw: phoneNumber.raw } : null;
}

/** Whether a text that can't be read as a number is one all the same, such as a short code, and not a word such as "anonymous". */
function isNumberLike(raw: string): boolean {
  const digits = raw.replace(/\D/g, '');
  return digits.length >= FEWEST_DIGITS && digits.length >= raw.length / 2 && !/^0+$/.test(digits);
}
