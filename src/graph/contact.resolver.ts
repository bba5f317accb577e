import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { readAddressOf } from '../model/address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { Contact, type ContactFacts, ProviderContact } from '../model/contact.js';
import { isE164, readE164 } from '../model/phone-number.js';
import { Requires } from '../model/requires.js';
import { CallConnection } from './call-connection.type.js';
import { CallsArgs, readPage } from './calls.args.js';
import type { GraphContext } from './context.js';
import { findNode } from './find-node.js';
import { Personal } from '../model/personal.js';
import { Paged } from './paged.js';
import { ListOf } from '../model/list-size.js';

type Soon<T> = T | Promise<T>;

@Resolver(() => Contact)
export class ContactResolver {
  @Requires('calls:read', 'personal:read')
  @Query(() => Contact, { nullable: true, description: 'Looks up a contact by global id.' })
  contact(@Arg('id', () => ID, { description: 'Contact.id' }) id: string, @Ctx() context: GraphContext): Promise<Contact | null> {
    return findNode(readAddressOf('Contact', id, 'id'), context);
  }

  @Requires('calls:read', 'personal:read')
  @Query(() => Contact, { nullable: true, description: 'The contact with this phone number, at every provider.' })
  contactByPhoneNumber(@Arg('phoneNumber', () => String, { description: 'The number in E.164.' }) phoneNumber: string): Contact | null {
    return contactAt(phoneNumber, 'phoneNumber');
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'Full name.' })
  name(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('name', contact, context);
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'First name. Null if the provider has only the full name.' })
  firstName(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('firstName', contact, context);
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'Last name. Null if the provider has only the full name.' })
  lastName(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('lastName', contact, context);
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'E-mail address.' })
  email(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('email', contact, context);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the number is known but the person is not.' })
  isUnknown(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<boolean> {
    return fact('isUnknown', contact, context);
  }

  @ListOf(4)
  @FieldResolver(() => [ProviderContact], {
    description: "The person's entries in the providers' contact books. On a call, only its provider's entry. Otherwise the entries that occur on recent calls.",
  })
  providerContacts(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<readonly ProviderContact[]> {
    return fact('providerContacts', contact, context);
  }

  @Requires('calls:read')
  @Paged
  @FieldResolver(() => CallConnection, { description: "The person's calls at every provider, found by the number." })
  async calls(
    @Root() { e164 }: Contact,
    @Args(() => CallsArgs) args: CallsArgs,
    @Ctx() { accounts, feed, contactCalls, upstream }: GraphContext,
  ): Promise<CallConnection> {
    // Without a number in E.164 no provider can list the person's calls.
    const page = e164 === null ? feed.page(readPage(args, accounts, { contacts: [] }), upstream) : contactCalls.load(e164, readPage(args, accounts));
    return new CallConnection(await page);
  }
}

/** @throws BadUserInput */
export function contactAt(e164: string, path: string): Contact {
  if (!isE164(e164)) throw new BadUserInput('not a phone number in E.164, such as +12025550143.', path);
  return Contact.at(readE164(e164) ?? e164);
}

/** Returns a value of the call at once, because a promise for each of a thousand calls costs too much time. Contacts by number are looked up. */
function fact<Name extends keyof ContactFacts>(name: Name, { facts, e164 }: Contact, { contactFacts }: GraphContext): Soon<ContactFacts[Name]> {
  if (facts) return facts[name];
  if (e164 === null) throw new Error('This contact has neither facts nor a number in E.164.');
  return contactFacts.load(e164).then((found) => found[name]);
}
