import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Agent } from '../model/agent.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { CallProvider } from '../model/call-provider.js';
import { readGlobalId } from '../model/global-id.js';
import { CallConnection } from './call-connection.type.js';
import { CallsArgs, readPage } from './calls.args.js';
import type { GraphContext } from './context.js';
import { Paged } from './paged.js';

@Resolver(() => Agent)
export class AgentResolver {
  @Query(() => Agent, { nullable: true, description: 'The agent of a global id; null where the provider knows none.' })
  agent(@Arg('id', () => ID, { description: 'Agent.id' }) id: string, @Ctx() context: GraphContext): Promise<Agent | null> {
    return agentOf(readGlobalId(id, 'Agent', 'id').parts, 'id', context);
  }

  @Paged
  @FieldResolver(() => CallConnection, { description: "The agent's calls." })
  async calls(
    @Root() { provider, providerAgentId }: Agent,
    @Args(() => CallsArgs) args: CallsArgs,
    @Ctx() { feed, upstream }: GraphContext,
  ): Promise<CallConnection> {
    return new CallConnection(await feed.page(readPage(args, { agent: { provider, providerAgentId } }), upstream));
  }
}

/** @throws BadUserInput */
export async function agentOf([name = '', providerAgentId, ...rest]: readonly string[], path: string, { agents }: GraphContext): Promise<Agent | null> {
  if (!Object.hasOwn(CallProvider, name) || !providerAgentId || rest.length > 0) throw new BadUserInput('This is not the id of an agent.', path);
  return agents.load(name, providerAgentId);
}
