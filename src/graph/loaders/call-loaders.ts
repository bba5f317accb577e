import DataLoader from 'dataloader';
import type { CallAddress } from '../../model/address.js';
import type { Call } from '../../model/call.js';
import type { CallProviderName } from '../../model/call-provider.js';
import type { ConnectedProvider, CallReference } from '../../providers/provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { referenceKey } from '../../lookup/shared-lookup.js';

type Loader = DataLoader<CallReference, Call | null, string>;

/**
 * Loads calls for one client operation. All calls that the operation needs of a provider go into one look-up, and
 * each call is looked up once.
 */
export class CallLoaders {
  private readonly loaders: ReadonlyMap<CallProviderName, Loader>;

  constructor(providers: readonly ConnectedProvider[], context: UpstreamContext) {
    this.loaders = new Map(providers.map((provider) => [provider.name, loaderOf(provider, context)]));
  }

  /** The call. Null if the provider has no such call. Rejects with a ProviderError if the provider failed. */
  load(provider: CallProviderName, reference: CallReference): Promise<Call | null> {
    const loader = this.loaders.get(provider);
    if (loader) return loader.load(reference);
    return Promise.reject(new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `${provider} is not configured.`));
  }

  /** The call with a global id. The result keeps that id, because published ids stay valid. */
  async loadById({ id, provider, providerCallId, hint }: CallAddress): Promise<Call | null> {
    const call = await this.load(provider, { providerCallId, hint });
    return call?.under(id) ?? null;
  }
}

function loaderOf(provider: ConnectedProvider, context: UpstreamContext): Loader {
  return new DataLoader<CallReference, Call | null, string>((references) => provider.lookup.find(references, context), {
    cacheKeyFn: referenceKey,
    // All loads in this turn of the event loop join the batch, at any depth of nesting.
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
  });
}
