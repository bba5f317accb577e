import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { readAddress } from '../model/address.js';
import { Node } from '../model/node.js';
import type { GraphContext } from './context.js';
import { eachOf } from './each.js';
import { findNode } from './find-node.js';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Whatever has this global id; null where there is nothing.' })
  node(@Arg('id', () => ID, { description: 'Node.id' }) id: string, @Ctx() context: GraphContext): Promise<Node | null> {
    return findNode(readAddress(id, 'id'), context);
  }

  @Query(() => [Node], { nullable: 'items', description: 'Whatever has these global ids, in the order asked, null where there is nothing. At most 1,000.' })
  nodes(@Arg('ids', () => [ID], { description: 'Node.id' }) ids: string[], @Ctx() context: GraphContext) {
    return eachOf(ids, 'ids', (id, path) => findNode(readAddress(id, path), context));
  }
}
