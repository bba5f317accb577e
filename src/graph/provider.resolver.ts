import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ConnectedProvider as ConnectedProvider } from '../providers/provider.js';
import type { GraphContext } from './context.js';
import { BreakerState, Provider, ProviderCapability, ProviderHealth, ProviderStatus } from './provider.type.js';
import { ListOf } from '../model/list-size.js';

@Resolver(() => Provider)
export class ProviderResolver {
  @ListOf(10)
  @Query(() => [Provider], { description: 'The configured providers with their capabilities.' })
  providers(@Ctx() { providers, isSimulated }: GraphContext): Provider[] {
    return providers.map((provider) => ({ name: provider.name, capabilities: capabilitiesOf(provider), isSimulated }));
  }

  @FieldResolver(() => ProviderHealth, { description: "The provider's health, as seen by this process." })
  async health(@Root() { name }: Provider, @Ctx() { upstreams }: GraphContext): Promise<ProviderHealth> {
    const upstream = upstreams.get(name);
    if (!upstream) throw new Error(`${name} is a configured provider without an upstream.`);
    const { breaker, ...health } = await upstream.health();
    const failing = health.lastFailure === null ? ProviderStatus.HEALTHY : ProviderStatus.FAILING;
    return { ...health, breaker: BreakerState[breaker], status: breaker === 'CLOSED' ? failing : ProviderStatus.DOWN };
  }
}

function capabilitiesOf({ lookup, list, dial, events }: ConnectedProvider): ProviderCapability[] {
  return [
    ...(lookup.idsPerRequest !== null ? [ProviderCapability.GET_CALL] : []),
    ...((lookup.idsPerRequest ?? 0) > 1 ? [ProviderCapability.BATCH_GET_CALLS] : []),
    ...(list ? [ProviderCapability.LIST_CALLS] : []),
    ...(dial ? [ProviderCapability.CREATE_CALL] : []),
    ...(events ? [ProviderCapability.RECEIVE_EVENTS] : []),
  ];
}
