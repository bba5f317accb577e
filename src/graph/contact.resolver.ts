import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { readAddressOf } from '../model/address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { Contact, type ContactFacts, ProviderContact } from '../model/contact.js';
import { isE164, readE164 } from '../model/phone-number.js';
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
  @Query(() => Contact, { nullable: true, description: 'The contact of a global id.' })
  contact(@Arg('id', () => ID, { description: 'Contact.id' }) id: string, @Ctx() context: GraphContext): Promise<Contact | null> {
    return findNode(readAddressOf('Contact', id, 'id'), context);
  }

  @Query(() => Contact, { nullable: true, description: 'The contact at a phone number, whichever provider knows it.' })
  contactByPhoneNumber(@Arg('phoneNumber', () => String, { description: 'In E.164.' }) phoneNumber: string): Contact | null {
    return contactAt(phoneNumber, 'phoneNumber');
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'Full name.' })
  name(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('name', contact, context);
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'First name, where the provider keeps it apart.' })
  firstName(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('firstName', contact, context);
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'Last name, where the provider keeps it apart.' })
  lastName(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('lastName', contact, context);
  }

  @Personal
  @FieldResolver(() => String, { nullable: true, description: 'E-mail address.' })
  email(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<string | null> {
    return fact('email', contact, context);
  }

  @FieldResolver(() => Boolean, { description: 'The number is known but no person.' })
  isUnknown(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<boolean> {
    return fact('isUnknown', contact, context);
  }

  @ListOf(4)
  @FieldResolver(() => [ProviderContact], {
    description: "The person in providers' own books: on a call the book of its provider, by number those of all that know the person from recent calls.",
  })
  providerContacts(@Root() contact: Contact, @Ctx() context: GraphContext): Soon<readonly ProviderContact[]> {
    return fact('providerContacts', contact, context);
  }

  @Paged
  @FieldResolver(() => CallConnection, { description: "The person's calls at every provider, found by number." })
  async calls(
    @Root() { e164 }: Contact,
    @Args(() => CallsArgs) args: CallsArgs,
    @Ctx() { feed, contactCalls, upstream }: GraphContext,
  ): Promise<CallConnection> {
    // Without a number in E.164 nobody can be asked for the person's calls.
    const page = e164 === null ? feed.page(readPage(args, { contacts: [] }), upstream) : contactCalls.load(e164, readPage(args));
    return new CallConnection(await page);
  }
}

/** @throws BadUserInput */
export function contactAt(e164: string, path: string): Contact {
  if (!isE164(e164)) throw new BadUserInput('not a phone number in E.164, such as +12025550143.', path);
  return Contact.at(readE164(e164) ?? e164);
}

/** A contact on a call has what the call says, at once: a promise for each of a thousand calls would be dear. One reached by number is looked up. */
function fact<Name extends keyof ContactFacts>(name: Name, { facts, e164 }: Contact, { contactFacts }: GraphContext): Soon<ContactFacts[Name]> {
  if (facts) return facts[name];
  if (e164 === null) throw new Error('A contact has facts or a number.');
  return contactFacts.load(e164).then((found) => found[name]);
}
