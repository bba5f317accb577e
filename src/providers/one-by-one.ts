import type { Call } from '../model/call.js';
import type { LookupCapability, UpstreamContext } from './provider.js';
import { ProviderError } from './provider-error.js';

/** The look-up of a vendor that takes one id a request. The same id is asked for once; one that fails, fails alone. */
export function findEach(get: (id: string, context: UpstreamContext) => Promise<Call | null>): LookupCapability {
  return {
    idsPerRequest: 1,
    async find(references, context) {
      const asked = new Map<string, Promise<Call | null | ProviderError>>();
      for (const { providerCallId } of references) {
        if (!asked.has(providerCallId)) asked.set(providerCallId, get(providerCallId, context).catch(expected));
      }
      return Promise.all(references.map(({ providerCallId }) => asked.get(providerCallId) ?? Promise.resolve(null)));
    },
  };
}

function expected(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error;
}
