import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ListOf } from '../model/list-size.js';
import { Requires } from '../model/requires.js';
import type { GraphContext } from './context.js';
import { healthOf } from './provider-health.js';
import { capabilitiesOf, Provider, ProviderHealth, ProviderStatus } from './provider.type.js';

/** From the best to the worst. */
const STATUSES = Object.values(ProviderStatus);

@Resolver(() => Provider)
export class ProviderResolver {
  @ListOf(10)
  @Query(() => [Provider], { description: 'The providers with a configured account, with their capabilities.' })
  providers(@Ctx() { accounts, isSimulated }: GraphContext): Provider[] {
    const names = [...new Set(accounts.map(({ name }) => name))];
    return names.map((name) => ({ name, capabilities: capabilitiesOf(accounts.filter((account) => account.name === name)), isSimulated }));
  }

  @Requires('providers:read')
  @FieldResolver(() => ProviderHealth, { description: "The provider's health, as seen by this process. Of several accounts, the one in the worst state." })
  async health(@Root() { name }: Provider, @Ctx() { accounts, upstreams }: GraphContext): Promise<ProviderHealth> {
    const healths = await Promise.all(accounts.filter((account) => account.name === name).map(({ account }) => healthOf(account, upstreams)));
    return healths.reduce((worst, health) => (STATUSES.indexOf(health.status) > STATUSES.indexOf(worst.status) ? health : worst));
  }
}
