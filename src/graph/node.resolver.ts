import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { readAddress } from '../model/address.js';
import { Node } from '../model/node.js';
import { Requires } from '../model/requires.js';
import type { GraphContext } from './context.js';
import { eachOf } from './each.js';
import { findNode } from './find-node.js';

@Resolver()
export class NodeResolver {
  @Requires('calls:read')
  @Query(() => Node, { nullable: true, description: 'Looks up the object with this global id. Null if there is none.' })
  node(@Arg('id', () => ID, { description: 'Node.id' }) id: string, @Ctx() context: GraphContext): Promise<Node | null> {
    return findNode(readAddress(id, 'id'), context);
  }

  @Requires('calls:read')
  @Query(() => [Node], { nullable: 'items', description: 'Looks up at most 1,000 objects by global id, in the order of ids. Null for an object that does not exist.' })
  nodes(@Arg('ids', () => [ID], { description: 'Node.id' }) ids: string[], @Ctx() context: GraphContext) {
    return eachOf(ids, 'ids', (id, path) => findNode(readAddress(id, path), context));
  }
}
