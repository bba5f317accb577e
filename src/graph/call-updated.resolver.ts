import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { ToldCalls } from '../events/told-calls.js';
import { type CallAddress, readAddressOf } from '../model/address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { Call } from '../model/call.js';
import { CallProviderInput, type CallProviderName } from '../model/call-provider.js';
import type { GraphContext } from './context.js';

const MOST_CALLS = 100;

interface CallUpdatedArgs {
  readonly providers?: CallProviderName[] | null;
  readonly callIds?: string[] | null;
}

@Resolver()
export class CallUpdatedResolver {
  @Subscription(() => Call, {
    description: 'A call as it now is, each time a provider reports a change, or looking at it shows one.',
    subscribe: ({ args, context }: { args: CallUpdatedArgs; context: GraphContext }) => subscribe(args, context),
  })
  callUpdated(
    @Root() call: Call,
    @Arg('providers', () => [CallProviderInput], { nullable: true, description: 'Calls of these providers; of all without it.' }) _providers: CallProviderName[] | null,
    @Arg('callIds', () => [ID], { nullable: true, description: 'These calls, which are looked at until they are over while somebody subscribes to them; any without it.' }) _callIds: string[] | null,
  ): Call {
    return call;
  }
}

/** @throws BadUserInput for ids that are none of a call, or too many of them */
function subscribe({ providers, callIds }: CallUpdatedArgs, { subscribers, followed, tracker, now }: GraphContext): AsyncIterable<Call> {
  if (callIds && callIds.length > MOST_CALLS) throw new BadUserInput(`has ${callIds.length} members, and at most ${MOST_CALLS} are followed at once.`, 'callIds');
  const calls = callIds?.map((id, index): CallAddress => readAddressOf('Call', id, `callIds.${index}`)) ?? null;
  const follows = (calls ?? []).map(({ provider, providerCallId, hint }) => ({ provider, providerCallId, createdAt: hint?.getTime() ?? null }));
  if (!followed.hasRoomFor(follows)) throw new BadUserInput('names more calls than can be followed at once: subscribe without it, or to fewer.', 'callIds');
  const changes = subscribers.subscribe({ providers: providers ?? null, calls });
  // Without the store there is no looking; notifications may still come.
  void followed.follow(follows).catch(() => undefined);
  return new ToldCalls(changes, calls, tracker, now, () => void followed.leave(follows).catch(() => undefined));
}
