import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { readAddressOf } from '../model/address.js';
import { Agent } from '../model/agent.js';
import { Requires } from '../model/requires.js';
import { CallConnection } from './call-connection.type.js';
import { CallsArgs, readPage } from './calls.args.js';
import type { GraphContext } from './context.js';
import { findNode } from './find-node.js';
import { Paged } from './paged.js';

@Resolver(() => Agent)
export class AgentResolver {
  @Requires('calls:read')
  @Query(() => Agent, { nullable: true, description: 'Looks up an agent by global id. Null if the provider has no such agent.' })
  agent(@Arg('id', () => ID, { description: 'Agent.id' }) id: string, @Ctx() context: GraphContext): Promise<Agent | null> {
    return findNode(readAddressOf('Agent', id, 'id'), context);
  }

  @Requires('calls:read')
  @Paged
  @FieldResolver(() => CallConnection, { description: 'The calls that the agent took or made.' })
  async calls(
    @Root() { account, providerAgentId }: Agent,
    @Args(() => CallsArgs) args: CallsArgs,
    @Ctx() context: GraphContext,
  ): Promise<CallConnection> {
    return new CallConnection(await context.feed.page(readPage(args, context.accounts, { agent: { account, providerAgentId } }), context.upstream));
  }
}
