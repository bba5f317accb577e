import DataLoader from 'dataloader';
import type { CallAddress } from '../../model/address.js';
import type { Call } from '../../model/call.js';
import type { CallProviderName } from '../../model/call-provider.js';
import type { CallProvider, CallReference } from '../../providers/provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { referenceKey } from '../../lookup/shared-lookup.js';

type Loader = DataLoader<CallReference, Call | null, string>;

/**
 * The look-ups of one client operation: wherever in it calls are asked for, each provider is asked once
 * for all of them, and for the same call once.
 */
export class CallLoaders {
  private readonly loaders: ReadonlyMap<CallProviderName, Loader>;

  constructor(providers: readonly CallProvider[], context: UpstreamContext) {
    this.loaders = new Map(providers.map((provider) => [provider.name, loaderOf(provider, context)]));
  }

  /** The call, or null where the provider has none. Rejects with a ProviderError where that could not be found out. */
  load(provider: CallProviderName, reference: CallReference): Promise<Call | null> {
    const loader = this.loaders.get(provider);
    if (loader) return loader.load(reference);
    return Promise.reject(new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `${provider} is not configured.`));
  }

  /** The call of a global id, under that id: an id that was given out stays the call's. */
  async loadById({ id, provider, providerCallId, hint }: CallAddress): Promise<Call | null> {
    const call = await this.load(provider, { providerCallId, hint });
    return call?.under(id) ?? null;
  }
}

function loaderOf(provider: CallProvider, context: UpstreamContext): Loader {
  return new DataLoader<CallReference, Call | null, string>((references) => provider.lookup.find(references, context), {
    cacheKeyFn: referenceKey,
    // Everything that resolves within this turn of the event loop joins the batch, however deep it is nested.
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
  });
}
