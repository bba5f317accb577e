import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { LookupCapability, UpstreamContext } from './provider.js';
import { failureAsValue, ProviderError } from './provider-error.js';
import type { ReadCalls } from './read-rows.js';
import type { Json } from './reading.js';

/** The look-up of a vendor that takes one id a request. The same id is asked for once; one that fails, fails alone. */
export function findEach(provider: CallProviderName, get: (id: string, context: UpstreamContext) => Promise<Json | null>, read: ReadCalls): LookupCapability {
  async function find(id: string, context: UpstreamContext): Promise<Call | null> {
    const row = await get(id, context);
    if (row === null) return null;
    const [call] = read([row]).calls;
    // Ids are compared without case: vendors write the same uuid in either.
    if (call?.providerCallId.toLowerCase() === id.toLowerCase()) return call;
    throw new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} answered with another call, or none that can be read.`);
  }
  return {
    idsPerRequest: 1,
    async find(references, context) {
      const asked = new Map<string, Promise<Call | null | ProviderError>>();
      for (const { providerCallId } of references) {
        if (!asked.has(providerCallId)) asked.set(providerCallId, find(providerCallId, context).catch(failureAsValue));
      }
      return Promise.all(references.map(({ providerCallId }) => asked.get(providerCallId) ?? Promise.resolve(null)));
    },
  };
}
