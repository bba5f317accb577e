import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { AccountName } from '../model/account.js';
import { readAddressOf } from '../model/address.js';
import { CallMatch } from '../model/call-match.js';
import { Call } from '../model/call.js';
import { CallProviderInput, type CallProviderName } from '../model/call-provider.js';
import { ListOf } from '../model/list-size.js';
import { Recording } from '../model/recording.js';
import { Requires } from '../model/requires.js';
import { checkedId } from '../model/provider-id.js';
import { CallDetails } from './call-details.union.js';
import { DateTimeRange } from './call-filter.input.js';
import { rangeOf } from './call-filter.reading.js';
import type { GraphContext } from './context.js';
import { eachOf } from './each.js';
import { ProviderError } from '../upstream/provider-error.js';

/** Of the argument with an account's name. */
const ACCOUNT = 'The account that carried the call, by its name. Without it, every account of the provider is asked.';

@Resolver(() => Call)
export class CallResolver {
  @Requires('calls:read')
  @Query(() => Call, { nullable: true, description: 'Looks up a call by global id. Null if its provider has no such call.' })
  async call(@Arg('id', () => ID, { description: 'Call.id' }) id: string, @Ctx() { calls }: GraphContext): Promise<Call | null> {
    return calls.loadById(readAddressOf('Call', id, 'id'));
  }

  @Requires('calls:read')
  @Query(() => Call, { nullable: true, description: "Looks up a call by its provider's own id. Null if the provider has no such call." })
  callByProviderId(
    @Arg('provider', () => CallProviderInput, { description: 'The provider that carried the call.' }) provider: CallProviderName,
    @Arg('providerCallId', () => String, { description: "The provider's own id of the call." }) providerCallId: string,
    @Arg('providerAccount', () => String, { nullable: true, description: ACCOUNT }) account: AccountName | null,
    @Ctx() { calls }: GraphContext,
  ): Promise<Call | null> {
    return calls.loadByProviderId(provider, account ?? null, { providerCallId: checkedId(providerCallId, 'providerCallId') });
  }

  @Requires('calls:read')
  @Query(() => [Call], {
    nullable: 'items',
    description: 'Looks up at most 1,000 calls by global id, in the order of ids. Null for a call that does not exist. Uses batch requests where the provider has them.',
  })
  callsByIds(@Arg('ids', () => [ID], { description: 'Call.id' }) ids: string[], @Ctx() { calls }: GraphContext) {
    return eachOf(ids, 'ids', (id, path) => calls.loadById(readAddressOf('Call', id, path)));
  }

  @Requires('calls:read')
  @Query(() => [Call], {
    nullable: 'items',
    description: "Looks up at most 1,000 calls by their provider's own ids, in the order of the ids. Null for a call that does not exist.",
  })
  callsByProviderIds(
    @Arg('provider', () => CallProviderInput, { description: 'The provider that carried the calls.' }) provider: CallProviderName,
    @Arg('providerCallIds', () => [String], { description: "The provider's own ids of the calls." }) providerCallIds: string[],
    @Arg('createdAt', () => DateTimeRange, { nullable: true, description: "When the calls were created. Give it for providers that can't look up calls by id, or not old ones." })
    createdAt: DateTimeRange | null,
    @Arg('providerAccount', () => String, { nullable: true, description: ACCOUNT }) account: AccountName | null,
    @Ctx() { calls }: GraphContext,
  ) {
    const range = rangeOf(createdAt, 'createdAt');
    const load = calls.byProviderId(provider, account ?? null);
    return eachOf(providerCallIds, 'providerCallIds', (id, path) => load({ providerCallId: checkedId(id, path), createdAt: range }));
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether the call is terminal and its provider has had the time to fill in duration, price and recording.',
  })
  isSettled(@Root() call: Call, @Ctx() { now }: GraphContext): boolean {
    return call.isSettledAt(now());
  }

  @ListOf(5)
  @FieldResolver(() => [Recording], { description: "The call's recordings. Empty if it has none. Also empty, with an error, if they could not be read." })
  recordings(@Root() call: Call, @Ctx() { recordings, failures, rows }: GraphContext, @Info() info: GraphQLResolveInfo): readonly Recording[] | Promise<readonly Recording[]> {
    // Mostly known, and then not worth a promise for each call.
    if (call.recordings && !isBelowMatches(info.path)) return call.recordings;
    return recordings.load(call).then((found) => {
      const refusal = isBelowMatches(info.path) && !(found instanceof ProviderError) ? rows.count(found.length) : null;
      if (refusal) throw refusal;
      if (!(found instanceof ProviderError)) return found;
      failures.add(found, info);
      return [];
    });
  }

  @ListOf(2)
  @FieldResolver(() => [CallMatch], {
    description: "Other records of the same physical call, at the caller's other accounts. Nothing is merged. With an error beside the data if an account could not be asked, so that there may be more.",
  })
  async sameCallAs(
    @Root() call: Call,
    @Arg('includeLikely', () => Boolean, { defaultValue: false, description: 'Also records that are probably the same call, by their numbers and times. Without it, only those with the same id of a carrier.' })
    includeLikely: boolean,
    @Ctx() { sameCalls, failures, rows }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly CallMatch[]> {
    const found = await sameCalls.load(call, includeLikely);
    for (const failure of found.failures) failures.add(failure, info);
    const refusal = rows.count(found.matches.length);
    if (refusal) throw refusal;
    return found.matches;
  }

  @FieldResolver(() => CallDetails, { description: 'Details that only this provider has.' })
  details(@Root() call: Call): object {
    return call.details;
  }
}

/** Matches lead to calls with matches of their own, so that what is below them is counted. */
function isBelowMatches({ typename, prev }: GraphQLResolveInfo['path']): boolean {
  return typename === CallMatch.name || (prev !== undefined && isBelowMatches(prev));
}
