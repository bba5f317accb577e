import { defaultAccount } from './account.js';
import { Agent, AgentLeg } from './agent.js';
import { Call } from './call.js';
import type { CallFacts } from './call-facts.js';
import { detailsClassOf } from './call-provider.js';
import { Contact, type ContactFacts } from './contact.js';
import { Money } from './money.js';
import { PhoneNumber } from './phone-number.js';
import { Webhook } from './webhook.js';

/** Marks a Date in JSON. */
const INSTANT = '$instant';

/** Serializes a call. Another process, or this one after a restart, reads it by `readCall`. */
export function writeCall(call: Call): string {
  const { contact, recordings, ...facts } = call.facts;
  const written = {
    ...facts,
    contact: contact && { phoneNumber: contact.phoneNumber, facts: contact.facts },
    recordings: recordings?.map(({ providerRecordingId, url, lastingUrl, duration, channels, key }) => ({ providerRecordingId, url, lastingUrl, duration, channels, key })) ?? null,
  };
  return JSON.stringify(instantsMarked(written));
}

/** Reads a call written by `writeCall`. Null if this process can't read it, e.g. because a newer version wrote it. */
export function readCall(text: string): Call | null {
  try {
    const written = instantsRead(JSON.parse(text)) as WrittenCall;
    const DetailsClass = detailsClassOf(written.provider);
    if (!DetailsClass) return null;
    return new Call({
      ...written,
      from: numberOf(written.from),
      to: numberOf(written.to),
      contact: written.contact && contactOf(written.contact),
      agents: written.agents.map(agentOf),
      agentLegs: written.agentLegs.map((leg) => new AgentLeg({ ...leg, agent: agentOf(leg.agent) })),
      webhooks: written.webhooks.map(({ url, subscribedEvent, hasSecret }) => new Webhook(url, subscribedEvent, hasSecret)),
      price: written.price && new Money(written.price.amount, written.price.currency),
      details: new DetailsClass(written.details as never),
    });
  } catch {
    return null;
  }
}

interface WrittenContact {
  readonly phoneNumber: PhoneNumber | null;
  readonly facts: ContactFacts;
}

type WrittenCall = Omit<CallFacts, 'contact'> & {
  readonly from: PhoneNumber | null;
  readonly to: PhoneNumber | null;
  readonly contact: WrittenContact | null;
  readonly agents: readonly Agent[];
  readonly agentLegs: readonly AgentLeg[];
  readonly webhooks: readonly Webhook[];
  readonly price: Money | null;
};

function numberOf(written: PhoneNumber | null): PhoneNumber | null {
  return written && new PhoneNumber(written.raw, written.e164);
}

function agentOf({ provider, account = defaultAccount(provider), providerAgentId, kind, name, sip, userId }: Agent): Agent {
  return new Agent({ provider, account, providerAgentId, kind, name, sip, userId });
}

function contactOf({ phoneNumber, facts }: WrittenContact): Contact | null {
  const [entry] = facts.providerContacts;
  if (!entry) return null;
  const { providerContacts: _, ...person } = facts;
  return Contact.onCall(numberOf(phoneNumber), entry, person);
}

function instantsMarked(value: unknown): unknown {
  if (value instanceof Date) return { [INSTANT]: value.toISOString() };
  if (Array.isArray(value)) return value.map(instantsMarked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, instantsMarked(member)]));
}

function instantsRead(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(instantsRead);
  if (typeof value !== 'object' || value === null) return value;
  const instant = (value as Readonly<Record<string, unknown>>)[INSTANT];
  if (typeof instant === 'string') return new Date(instant);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, instantsRead(member)]));
}
