import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { addressOf } from '../lookup/call-address.js';
import { readGlobalId } from '../model/global-id.js';
import { Node } from '../model/node.js';
import { agentOf } from './agent.resolver.js';
import { contactOf } from './contact.resolver.js';
import type { GraphContext } from './context.js';
import { eachOf } from './each.js';
import { recordingOf } from './recording.resolver.js';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Whatever has this global id; null where there is nothing.' })
  node(@Arg('id', () => ID, { description: 'Node.id' }) id: string, @Ctx() context: GraphContext): Promise<Node | null> {
    return nodeOf(id, 'id', context);
  }

  @Query(() => [Node], { nullable: 'items', description: 'Whatever has these global ids, in the order asked, null where there is nothing. At most 1,000.' })
  nodes(@Arg('ids', () => [ID], { description: 'Node.id' }) ids: string[], @Ctx() context: GraphContext) {
    return eachOf(ids, 'ids', (id, path) => nodeOf(id, path, context));
  }
}

/** Finds the thing of a global id. @throws BadUserInput, ProviderError */
async function nodeOf(id: string, path: string, context: GraphContext): Promise<Node | null> {
  const globalId = readGlobalId(id, undefined, path);
  switch (globalId.type) {
    case 'Call':
      return context.calls.load(addressOf(globalId, path));
    case 'Contact':
      return contactOf(globalId.parts, path);
    case 'Agent':
      return agentOf(globalId.parts, path, context);
    case 'Recording':
      return recordingOf(id, path, context);
  }
}
