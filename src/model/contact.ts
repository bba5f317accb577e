import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { writeGlobalId } from './global-id.js';
import { Node } from './node.js';
import { isE164, PhoneNumber } from './phone-number.js';
import { Personal } from './personal.js';

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

/**
 * The person outside the organisation. With a readable number the number is the identity, so that it is
 * the same contact whichever provider reported it; without one it is the provider's own entry.
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

  private readonly identity: readonly string[];

  private constructor(identity: readonly string[], phoneNumber: PhoneNumber | null, facts: ContactFacts | null) {
    this.identity = identity;
    this.phoneNumber = phoneNumber;
    this.facts = facts;
  }

  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    return writeGlobalId('Contact', ...this.identity);
  }

  @Personal
  @Field(() => String, { nullable: true, description: "E.164. Null only where a provider's number can't be read as one." })
  get e164(): string | null {
    return this.phoneNumber?.e164 ?? null;
  }

  /** The contact at a number of which nothing else is known yet. */
  static at(e164: string): Contact {
    return new Contact([e164], new PhoneNumber(e164, e164), null);
  }

  /** The contact of a global id; null where it is none. Without a number its provider can't be asked about it. */
  static identified(identity: readonly string[]): Contact | null {
    const [first = '', kind, value, ...rest] = identity;
    if (kind === undefined) return isE164(first) ? Contact.at(first) : null;
    if (!Object.hasOwn(CallProvider, first) || value === undefined || rest.length > 0) return null;
    const entry = { provider: first, providerContactId: kind === 'id' ? value : null, name: null, listIds: [] };
    return Contact.onCall(kind === 'raw' ? new PhoneNumber(value, null) : null, entry, {});
  }

  /** The contact that a provider names on a call; null where it names neither a number nor a person. */
  static onCall(phoneNumber: PhoneNumber | null, entry: ProviderContact, person: Partial<Omit<ContactFacts, 'providerContacts'>>): Contact | null {
    const identity = phoneNumber?.e164
      ? [phoneNumber.e164]
      : [entry.provider, ...(entry.providerContactId !== null ? ['id', entry.providerContactId] : ['raw', phoneNumber?.raw ?? ''])];
    if (!phoneNumber && entry.providerContactId === null && entry.name === null) return null;
    const facts = { name: entry.name, firstName: null, lastName: null, email: null, ...person };
    return new Contact(identity, phoneNumber, {
      ...facts,
      isUnknown: person.isUnknown ?? facts.name === null,
      providerContacts: [entry],
    });
  }
}
