import DataLoader from 'dataloader';
import type { ContactFacts, ProviderContact } from '../../model/contact.js';
import { CallOrder } from '../../model/call-order.js';
import type { ContactCallsLoader } from './contact-calls-loader.js';

/** The span and number of recent calls that are read to find data about a person. */
const RECENT_MS = 31 * 24 * 60 * 60 * 1000;
const MAX_CALLS_READ = 20;

/** Loads data about the person at a number from recent calls of every provider that lists calls. */
export class ContactFactsLoader {
  private readonly loader: DataLoader<string, ContactFacts>;

  /** `now`: when the operation began, in epoch milliseconds. */
  constructor(calls: ContactCallsLoader, now: number) {
    this.loader = new DataLoader((numbers) => Promise.all(numbers.map((number) => learn(calls, number, now))));
  }

  /** Rejects with a ProviderError if no provider knows the person and one of them failed. */
  load(e164: string): Promise<ContactFacts> {
    return this.loader.load(e164);
  }
}

async function learn(calls: ContactCallsLoader, contact: string, now: number): Promise<ContactFacts> {
  const filter = { createdAt: { from: new Date(now - RECENT_MS) } };
  const { edges, sources } = await calls.load(contact, { filter, order: CallOrder.NEWEST_FIRST, first: MAX_CALLS_READ });
  const known = edges.map(({ node }) => node.contact?.facts).filter((facts) => facts !== null && facts !== undefined);
  const first = <Key extends 'name' | 'firstName' | 'lastName' | 'email'>(key: Key) => known.find((facts) => facts[key] !== null)?.[key] ?? null;
  const failure = sources.find((source) => source.failure)?.failure;
  if (first('name') === null && failure) throw failure;
  return {
    name: first('name'),
    firstName: first('firstName'),
    lastName: first('lastName'),
    email: first('email'),
    isUnknown: first('name') === null,
    providerContacts: distinct(known.flatMap(({ providerContacts }) => providerContacts)),
  };
}

/** Entries without duplicates, in the order of the calls. An entry with a name replaces the same one without. */
function distinct(entries: readonly ProviderContact[]): ProviderContact[] {
  const byIdentity = new Map<string, ProviderContact>();
  for (const entry of entries) {
    const identity = `${entry.account ?? entry.provider} ${entry.providerContactId ?? ''}`;
    const earlier = byIdentity.get(identity);
    if (!earlier || (earlier.name === null && entry.name !== null)) byIdentity.set(identity, entry);
  }
  return [...byIdentity.values()];
}
