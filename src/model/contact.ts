import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { type AccountName, defaultAccount, providerOf } from './account.js';
import { contactId, type ContactIdentity } from './address.js';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { Node } from './node.js';
import { PhoneNumber } from './phone-number.js';
import { Personal } from './personal.js';
import { Requires } from './requires.js';
import { ListOf } from './list-size.js';

@ObjectType({ description: "A person as listed in one provider's contact book.", simpleResolvers: true })
export class ProviderContact {
  @Field(() => CallProvider, { description: 'The provider that keeps the contact book.' })
  readonly provider!: CallProviderName;

  /** Set by the graph, never by a mapper. Without it, the provider's default account. */
  readonly account?: AccountName;

  @Field(() => String, { nullable: true, description: "The person's id in the contact book. Null if the provider keeps no contact book." })
  readonly providerContactId!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: "The person's name in the contact book." })
  readonly name!: string | null;

  @ListOf(5)
  @Field(() => [ID], { description: 'The contact lists the person is on.' })
  readonly listIds!: readonly string[];
}

/** Data about a person. Null means that no provider gave a value, never that a provider could not be asked. */
export interface ContactFacts {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly isUnknown: boolean;
  readonly providerContacts: readonly ProviderContact[];
}

/** Carriers send fewer digits, or only zeros, for a withheld number. */
const FEWEST_DIGITS = 3;

/**
 * The person outside the organisation. A number in E.164 is the identity, so that the contact is the same at
 * every provider. Without one, the entry in the provider's contact book is the identity. Without both, two
 * calls can't be matched to one person, and each call has its own contact.
 */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "e164")')
@ObjectType({
  implements: Node,
  description: 'A person outside the organisation. The same phone number is the same contact at every provider.',
  simpleResolvers: true,
})
export class Contact implements Node {
  @Field(() => PhoneNumber, { nullable: true, description: 'The phone number, as the provider sent it and in E.164.' })
  readonly phoneNumber: PhoneNumber | null;

  /** The call's data about the person. Null for a contact that was requested by number: its facts are looked up. */
  readonly facts: ContactFacts | null;

  /** Null if only the call can identify the person and the call is not known yet. */
  readonly identity: ContactIdentity | null;

  private constructor(identity: ContactIdentity | null, phoneNumber: PhoneNumber | null, facts: ContactFacts | null) {
    this.identity = identity;
    this.phoneNumber = phoneNumber;
    this.facts = facts;
  }

  // The id of a contact is the number in another spelling. Not tagged: Node needs the field also in a contract without personal data.
  @Requires('personal:read')
  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    if (!this.identity) throw new Error('This contact has no identity: call onCallOf() before reading its id.');
    return contactId(this.identity);
  }

  @Personal
  @Field(() => String, { nullable: true, description: "The phone number in E.164. Null if the provider's number can't be converted to E.164." })
  get e164(): string | null {
    return this.phoneNumber?.e164 ?? null;
  }

  /** The contact with this number. Its facts are looked up later. */
  static at(e164: string): Contact {
    return new Contact({ kind: 'number', e164 }, new PhoneNumber(e164, e164), null);
  }

  /** The contact of an id without a number. No provider can look it up, so it has only the data in the id. */
  static identified(identity: Extract<ContactIdentity, { kind: 'entry' | 'raw' }>): Contact {
    const entry = { provider: providerOf(identity.account) ?? '', account: identity.account, providerContactId: identity.kind === 'entry' ? identity.providerContactId : null, name: null, listIds: [] };
    return new Contact(identity, identity.kind === 'raw' ? new PhoneNumber(identity.raw, null) : null, factsOf(entry, {}));
  }

  /** The contact on a call. Null if the provider gives neither a number nor a person. */
  static onCall(phoneNumber: PhoneNumber | null, entry: ProviderContact, person: Partial<Omit<ContactFacts, 'providerContacts'>>): Contact | null {
    if (!phoneNumber && entry.providerContactId === null && entry.name === null) return null;
    return new Contact(identityOf(phoneNumber, entry), phoneNumber, factsOf(entry, person));
  }

  /** The contact on this call. If nothing else identifies the person, the call becomes the identity. */
  onCallOf(callId: string): Contact {
    if (this.identity && (this.identity.kind !== 'call' || this.identity.callId === callId)) return this;
    return new Contact({ kind: 'call', callId }, this.phoneNumber, this.facts);
  }

  /** The same contact in the contact book of an account. */
  atAccount(account: AccountName): Contact {
    return this.facts ? this.withFacts(this.phoneNumber, { ...this.facts, providerContacts: this.facts.providerContacts.map((entry) => ({ ...entry, account })) }) : this;
  }

  /** The same contact with other facts. */
  withFacts(phoneNumber: PhoneNumber | null, facts: ContactFacts | null): Contact {
    const [entry] = facts?.providerContacts ?? [];
    return new Contact(identityOf(phoneNumber, entry ?? null), phoneNumber, facts);
  }
}

function factsOf(entry: ProviderContact, person: Partial<Omit<ContactFacts, 'providerContacts'>>): ContactFacts {
  const { name = entry.name, firstName = null, lastName = null, email = null } = person;
  return { name, firstName, lastName, email, isUnknown: person.isUnknown ?? name === null, providerContacts: [entry] };
}

function identityOf(phoneNumber: PhoneNumber | null, entry: ProviderContact | null): ContactIdentity | null {
  if (phoneNumber?.e164) return { kind: 'number', e164: phoneNumber.e164 };
  if (!entry) return null;
  if (entry.providerContactId !== null) return { kind: 'entry', account: accountOf(entry), providerContactId: entry.providerContactId };
  return phoneNumber && isNumberLike(phoneNumber.raw) ? { kind: 'raw', account: accountOf(entry), raw: phoneNumber.raw } : null;
}

function accountOf({ provider, account }: ProviderContact): AccountName {
  return account ?? defaultAccount(provider);
}

/** Whether a text without an E.164 form is still a number, such as a short code, and not a word such as "anonymous". */
function isNumberLike(raw: string): boolean {
  const digits = raw.replace(/\D/g, '');
  return digits.length >= FEWEST_DIGITS && digits.length >= raw.length / 2 && !/^0+$/.test(digits);
}
