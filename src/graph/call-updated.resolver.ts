import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { CallChange } from '../events/changes.js';
import { addressOf } from '../lookup/call-address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { Call } from '../model/call.js';
import { CallProvider, type CallProviderName } from '../model/call-provider.js';
import { readGlobalId } from '../model/global-id.js';
import { ProviderError } from '../providers/provider-error.js';
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
  async callUpdated(
    @Root() change: CallChange,
    @Arg('providers', () => [CallProvider], { nullable: true, description: 'Calls of these providers; of all without it.' }) _providers: CallProviderName[] | null,
    @Arg('callIds', () => [ID], { nullable: true, description: 'These calls, which are then looked at until they are over; any without it.' }) _callIds: string[] | null,
    @Ctx() { tracker, upstream }: GraphContext,
  ): Promise<Call> {
    const call = await tracker.callOf(change, upstream);
    if (!call) throw new ProviderError(change.provider, 'PROVIDER_UNAVAILABLE', `A call of ${change.provider} changed, and can't be read now.`);
    return call;
  }
}

/** @throws BadUserInput for ids that are none of a call */
function subscribe({ providers, callIds }: CallUpdatedArgs, { subscribers, tracker }: GraphContext): AsyncIterable<CallChange> {
  if (callIds && callIds.length > MOST_CALLS) throw new BadUserInput(`has ${callIds.length} members, and at most ${MOST_CALLS} are followed at once.`, 'callIds');
  const addresses = (callIds ?? []).map((id, index) => addressOf(readGlobalId(id, 'Call', `callIds.${index}`), `callIds.${index}`));
  const changes = subscribers.subscribe({ providers: providers ?? null, callIds: callIds ?? null });
  for (const { createdAt, ...call } of addresses) {
    // Without the store there is no polling; notifications may still come.
    void tracker.track({ ...call, createdAt: createdAt?.from?.getTime() ?? null }).catch(() => undefined);
  }
  return changes;
}
