import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { readAddressOf } from '../model/address.js';
import { Call } from '../model/call.js';
import { CallProviderInput, type CallProviderName } from '../model/call-provider.js';
import { checkedId } from '../model/provider-id.js';
import { CallDetails } from './call-details.union.js';
import { DateTimeRange } from './call-filter.input.js';
import { rangeOf } from './call-filter.reading.js';
import type { GraphContext } from './context.js';
import { eachOf } from './each.js';

@Resolver(() => Call)
export class CallResolver {
  @Query(() => Call, { nullable: true, description: 'The call of a global id; null where its provider has no such call.' })
  async call(@Arg('id', () => ID, { description: 'Call.id' }) id: string, @Ctx() { calls }: GraphContext): Promise<Call | null> {
    return calls.loadById(readAddressOf('Call', id, 'id'));
  }

  @Query(() => Call, { nullable: true, description: "The call of a provider's own id; null where the provider has no such call." })
  callByProviderId(
    @Arg('provider', () => CallProviderInput, { description: 'Who carried the call.' }) provider: CallProviderName,
    @Arg('providerCallId', () => String, { description: "The provider's own id." }) providerCallId: string,
    @Ctx() { calls }: GraphContext,
  ): Promise<Call | null> {
    return calls.load(provider, { providerCallId: checkedId(providerCallId, 'providerCallId') });
  }

  @Query(() => [Call], {
    nullable: 'items',
    description: 'Calls by global id, in the order asked, null where there is none. At most 1,000; each provider is asked once for as many as it takes.',
  })
  callsByIds(@Arg('ids', () => [ID], { description: 'Call.id' }) ids: string[], @Ctx() { calls }: GraphContext) {
    return eachOf(ids, 'ids', (id, path) => calls.loadById(readAddressOf('Call', id, path)));
  }

  @Query(() => [Call], {
    nullable: 'items',
    description: "Calls by a provider's own ids, in the order asked, null where there is none. At most 1,000.",
  })
  callsByProviderIds(
    @Arg('provider', () => CallProviderInput, { description: 'Who carried the calls.' }) provider: CallProviderName,
    @Arg('providerCallIds', () => [String], { description: "The provider's own ids." }) providerCallIds: string[],
    @Arg('createdAt', () => DateTimeRange, { nullable: true, description: 'When the calls were created; helps where a provider forgets old calls, or finds none by id.' })
    createdAt: DateTimeRange | null,
    @Ctx() { calls }: GraphContext,
  ) {
    const range = rangeOf(createdAt, 'createdAt');
    return eachOf(providerCallIds, 'providerCallIds', (id, path) =>
      calls.load(provider, { providerCallId: checkedId(id, path), ...(range && { createdAt: range }) }),
    );
  }

  @FieldResolver(() => Boolean, {
    description: 'Terminal, and past the time in which the provider still fills in duration, price or recording.',
  })
  isSettled(@Root() call: Call, @Ctx() { now }: GraphContext): boolean {
    return call.isSettledAt(now());
  }

  @FieldResolver(() => CallDetails, { description: 'What only this provider knows.' })
  details(@Root() call: Call): object {
    return call.details;
  }
}
