import { mayUse } from '../access/caller.js';
import type { AccountAddress, Address, AgentAddress, CallAddress, ContactAddress, RecordingAddress } from '../model/address.js';
import type { Agent } from '../model/agent.js';
import type { Call } from '../model/call.js';
import { readAddressOf } from '../model/address.js';
import { Contact } from '../model/contact.js';
import type { Node } from '../model/node.js';
import { readE164 } from '../model/phone-number.js';
import { type Recording, recordingUnder } from '../model/recording.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { GraphContext } from './context.js';
import { accountNamed, type ProviderAccount } from './provider-account.type.js';

type Found<Type extends Address> = Type extends CallAddress ? Call : Type extends ContactAddress ? Contact : Type extends AgentAddress ? Agent : Type extends AccountAddress ? ProviderAccount : Recording;

/**
 * Finds the object with a global id. Null if its provider has none. The result has the requested id. `node`,
 * `nodes`, the fields of each type and `_entities` use it. Rejects with a ProviderError if the provider failed.
 */
export async function findNode<Type extends Address>(address: Type, context: GraphContext): Promise<Found<Type> | null> {
  return (await find(address, context)) as Found<Type> | null;
}

async function find(address: Address, context: GraphContext): Promise<Node | null> {
  switch (address.type) {
    case 'Call':
      return context.calls.loadById(address);
    case 'Contact':
      return contactOf(address, context);
    case 'Agent':
      return context.agents.load(address.account, address.providerAgentId);
    case 'ProviderAccount':
      return accountNamed(address.account, context);
    case 'Recording':
      return recordingOf(address, context);
  }
}

async function contactOf({ identity }: ContactAddress, { calls, caller }: GraphContext): Promise<Contact | null> {
  if (identity.kind === 'number') return Contact.at(readE164(identity.e164) ?? identity.e164);
  if (identity.kind !== 'call') return mayUse(caller, identity.account) ? Contact.identified(identity) : null;
  return (await calls.loadById(readAddressOf('Call', identity.callId, 'id')))?.contact ?? null;
}

async function recordingOf({ call: address, key }: RecordingAddress, { calls, recordings }: GraphContext): Promise<Recording | null> {
  const call = await calls.loadById(address);
  const found = call ? await recordings.load(call) : [];
  if (found instanceof ProviderError) throw found;
  return recordingUnder(key, found);
}
