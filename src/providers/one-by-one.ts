import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { CallReference, LookupCapability } from './provider.js';
import type { SearchAllowance } from '../upstream/search-allowance.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../upstream/provider-error.js';
import type { ReadCalls } from './read-rows.js';
import type { Json } from '../model/json-value.js';

/** How a vendor is asked for one call. */
export interface OneByOne {
  readonly provider: CallProviderName;
  /** The row of an id; null when there is none. @throws ProviderError */
  readonly get: (id: string, context: UpstreamContext) => Promise<Json | null>;
  readonly read: ReadCalls;
  readonly searches: SearchAllowance;
}

/** The look-up for a vendor that takes one id per request. Each id is sent once, and a failure affects only its own id. */
export function findEach({ provider, get, read, searches }: OneByOne): LookupCapability {
  async function find({ providerCallId: id, hint, search }: CallReference, context: UpstreamContext): Promise<Call | null> {
    const ask = () => get(id, context);
    // A hint means that the call was seen before, so it exists. Any other id may be made up.
    const row = hint ? await ask() : await searches.search(context, ask, (found) => found !== null, search && ((listener) => search.onFound(listener)));
    if (row === null) return null;
    const [call] = read([row]).calls;
    // Compare ids without case: vendors write the same UUID in both cases.
    if (call?.providerCallId.toLowerCase() === id.toLowerCase()) return call;
    throw new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} answered with a different call or an unreadable one.`);
  }
  return {
    idsPerRequest: 1,
    async find(references, context) {
      const asked = new Map<string, Promise<Call | null | ProviderError>>();
      for (const reference of references) {
        if (!asked.has(reference.providerCallId)) asked.set(reference.providerCallId, find(reference, context).catch(failureAsValue));
      }
      return Promise.all(references.map(({ providerCallId }) => asked.get(providerCallId) ?? Promise.resolve(null)));
    },
  };
}
