import { Ctx, Field, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { CallProvider, type CallProviderName } from '../model/call-provider.js';
import type { CallProvider as ConnectedProvider } from '../providers/provider.js';
import type { GraphContext } from './context.js';

export enum ProviderCapability {
  GET_CALL = 'GET_CALL',
  BATCH_GET_CALLS = 'BATCH_GET_CALLS',
  LIST_CALLS = 'LIST_CALLS',
  CREATE_CALL = 'CREATE_CALL',
  RECEIVE_EVENTS = 'RECEIVE_EVENTS',
}

registerEnumType(ProviderCapability, {
  name: 'ProviderCapability',
  description: 'What a provider can do by itself. What it cannot, the graph does where it can.',
  valuesConfig: {
    GET_CALL: { description: 'Can be asked for a call by its id.' },
    BATCH_GET_CALLS: { description: 'Can be asked for many calls by id in one request.' },
    LIST_CALLS: { description: 'Can be asked for a list of calls.' },
    CREATE_CALL: { description: 'Places calls.' },
    RECEIVE_EVENTS: { description: 'Tells of changes by itself.' },
  },
});

@ObjectType({ description: 'A configured provider.', simpleResolvers: true })
export class Provider {
  @Field(() => CallProvider, { description: 'Its name.' })
  readonly name!: CallProviderName;

  @Field(() => [ProviderCapability], { description: 'What it can do.' })
  readonly capabilities!: readonly ProviderCapability[];

  @Field(() => Boolean, { description: 'Its calls are made up, because no provider is configured. Never so in production.' })
  readonly isSimulated!: boolean;
}

@Resolver()
export class ProviderResolver {
  @Query(() => [Provider], { description: 'The configured providers, and what each can do.' })
  providers(@Ctx() { providers, isSimulated }: GraphContext): Provider[] {
    return providers.map((provider) => ({ name: provider.name, capabilities: capabilitiesOf(provider), isSimulated }));
  }
}

function capabilitiesOf({ lookup, list, dial, events }: ConnectedProvider): ProviderCapability[] {
  return [
    ...(lookup.idsPerRequest > 0 ? [ProviderCapability.GET_CALL] : []),
    ...(lookup.idsPerRequest > 1 ? [ProviderCapability.BATCH_GET_CALLS] : []),
    ...(list ? [ProviderCapability.LIST_CALLS] : []),
    ...(dial ? [ProviderCapability.CREATE_CALL] : []),
    ...(events ? [ProviderCapability.RECEIVE_EVENTS] : []),
  ];
}
