import { type NodeType, readAddressOf } from '../model/address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { CallProvider } from '../model/call-provider.js';
import { checkedId } from '../model/provider-id.js';
import { contactAt } from './contact.resolver.js';
import type { GraphContext } from './context.js';
import { findNode } from './find-node.js';

/** Another subgraph's reference to an entity: the fields of one of its keys. The gateway does not validate them. */
type Reference = Readonly<Record<string, unknown>>;
type ReferenceResolver = (reference: Reference, context: GraphContext) => Promise<unknown>;

/**
 * Finds entities by their keys, through the same loaders as every other look-up. All functions are async, because
 * an error thrown synchronously would fail the other entities too.
 */
export const entityReferences: Readonly<Record<NodeType, ReferenceResolver>> = {
  Call: async (reference, { calls }) => {
    const id = key(reference, 'id');
    if (id !== undefined) return calls.loadById(readAddressOf('Call', id, 'id'));
    const provider = key(reference, 'provider');
    const providerCallId = key(reference, 'providerCallId');
    if (provider === undefined || providerCallId === undefined) throw incomplete('Call', 'id, or provider and providerCallId');
    if (!Object.hasOwn(CallProvider, provider)) throw new BadUserInput('is not a provider of this graph.', 'provider');
    return calls.loadByProviderId(provider, null, { providerCallId: checkedId(providerCallId, 'providerCallId') });
  },
  Contact: async (reference, context) => {
    const id = key(reference, 'id');
    if (id !== undefined) return findNode(readAddressOf('Contact', id, 'id'), context);
    const e164 = key(reference, 'e164');
    if (e164 === undefined) throw incomplete('Contact', 'id, or e164');
    return contactAt(e164, 'e164');
  },
  Agent: async (reference, context) => {
    const id = key(reference, 'id');
    if (id === undefined) throw incomplete('Agent', 'id');
    return findNode(readAddressOf('Agent', id, 'id'), context);
  },
  ProviderAccount: async (reference, context) => {
    const id = key(reference, 'id');
    if (id === undefined) throw incomplete('ProviderAccount', 'id');
    return findNode(readAddressOf('ProviderAccount', id, 'id'), context);
  },
  Recording: async (reference, context) => {
    const id = key(reference, 'id');
    if (id === undefined) throw incomplete('Recording', 'id');
    return findNode(readAddressOf('Recording', id, 'id'), context);
  },
};

/** A field of a key. Undefined if it is null or absent. @throws BadUserInput */
function key(reference: Reference, field: string): string | undefined {
  const value = reference[field] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new BadUserInput('must be a string.', field);
}

function incomplete(type: string, fields: string): BadUserInput {
  return new BadUserInput(`a reference to ${type} needs ${fields}.`, 'representations');
}
