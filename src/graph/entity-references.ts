import { addressOf } from '../lookup/call-address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { readGlobalId } from '../model/global-id.js';
import { agentOf } from './agent.resolver.js';
import { contactAt, contactOf } from './contact.resolver.js';
import type { GraphContext } from './context.js';
import { recordingOf } from './recording.resolver.js';

/** How another subgraph refers to an entity: the fields of one of its keys. */
type Reference = Readonly<Record<string, string | undefined>>;
type ReferenceResolver = (reference: Reference, context: GraphContext) => unknown;

/** Finds entities by their keys, through the loaders that every other look-up goes through. */
export const entityReferences: Readonly<Record<'Call' | 'Contact' | 'Agent' | 'Recording', ReferenceResolver>> = {
  Call: ({ id, provider, providerCallId }, { calls }) => {
    if (id !== undefined) return calls.load(addressOf(readGlobalId(id, 'Call', 'id')));
    if (!provider || !providerCallId) throw incomplete('Call', 'id, or provider and providerCallId');
    return calls.load({ provider, providerCallId });
  },
  Contact: ({ id, e164 }) => {
    if (id !== undefined) return contactOf(readGlobalId(id, 'Contact', 'id').parts);
    if (e164 === undefined) throw incomplete('Contact', 'id, or e164');
    return contactAt(e164, 'e164');
  },
  Agent: ({ id }, context) => {
    if (id === undefined) throw incomplete('Agent', 'id');
    return agentOf(readGlobalId(id, 'Agent', 'id').parts, context);
  },
  Recording: ({ id }, context) => {
    if (id === undefined) throw incomplete('Recording', 'id');
    return recordingOf(id, context);
  },
};

function incomplete(type: string, key: string): BadUserInput {
  return new BadUserInput(`A ${type} is referred to by ${key}.`, 'representations');
}
