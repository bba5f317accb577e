import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { CallUpdates } from '../events/call-updates.js';
import type { AccountName } from '../model/account.js';
import { type CallAddress, readAddressOf } from '../model/address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { Call } from '../model/call.js';
import { CallProviderInput, type CallProviderName } from '../model/call-provider.js';
import { Requires } from '../model/requires.js';
import { wantedAccounts } from './accounts.reading.js';
import type { GraphContext } from './context.js';

const MAX_CALLS = 100;

interface CallUpdatedArgs {
  readonly providers?: CallProviderName[] | null;
  readonly callIds?: string[] | null;
  readonly providerAccounts?: string[] | null;
}

@Resolver()
export class CallUpdatedResolver {
  @Requires('calls:read')
  @Subscription(() => Call, {
    description: 'Sends a call in its current state each time a provider reports a change or polling finds one.',
    subscribe: ({ args, context }: { args: CallUpdatedArgs; context: GraphContext }) => subscribe(args, context),
  })
  callUpdated(
    @Root() call: Call,
    @Arg('providers', () => [CallProviderInput], { nullable: true, description: 'Only calls of these providers. Without it, calls of all providers.' }) _providers: CallProviderName[] | null,
    @Arg('callIds', () => [ID], { nullable: true, description: 'Only these calls. They are polled until they end, while anyone subscribes to them. Without it, any call.' }) _callIds: string[] | null,
    @Arg('providerAccounts', () => [String], { nullable: true, description: 'Only calls of these accounts, by their names. Without it, calls of all accounts.' }) _accounts: AccountName[] | null,
  ): Call {
    return call;
  }
}

/** @throws BadUserInput if an id is not a call's id, or there are too many ids */
function subscribe({ providers, callIds, providerAccounts }: CallUpdatedArgs, { caller, accounts, subscribers, followed, tracker, now }: GraphContext): AsyncIterable<Call> {
  if (callIds && callIds.length > MAX_CALLS) throw new BadUserInput(`has ${callIds.length} members. At most ${MAX_CALLS} calls are allowed per subscription.`, 'callIds');
  const calls = callIds?.map((id, index): CallAddress => readAddressOf('Call', id, `callIds.${index}`)) ?? null;
  const mayUse = ({ account }: CallAddress) => caller.accounts?.has(account) ?? true;
  const follows = (calls ?? []).filter(mayUse).map(({ account, providerCallId, hint }) => ({ account, providerCallId, createdAt: hint?.getTime() ?? null }));
  if (!followed.hasRoomFor(follows)) throw new BadUserInput('too many calls are followed already. Subscribe to fewer calls, or without callIds.', 'callIds');
  const changes = subscribers.subscribe({ accounts: wantedAccounts(accounts, providers ?? null, providerAccounts ?? null, caller.accounts !== null), calls });
  // Without the store calls can't be polled, but notifications still work.
  void followed.follow(follows).catch(() => undefined);
  return new CallUpdates(changes, calls, tracker, now, () => void followed.leave(follows).catch(() => undefined));
}
