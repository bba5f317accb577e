import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Requires } from '../model/requires.js';
import { CallConnection } from './call-connection.type.js';
import { CallsArgs, readPage } from './calls.args.js';
import type { GraphContext } from './context.js';
import { Paged } from './paged.js';

@Resolver(() => CallConnection)
export class CallsResolver {
  @Requires('calls:read')
  @Paged
  @Query(() => CallConnection, { description: 'Lists the calls of every provider as one ordered list.' })
  async calls(@Args(() => CallsArgs) args: CallsArgs, @Ctx() context: GraphContext): Promise<CallConnection> {
    return new CallConnection(await context.feed.page(readPage(args, context.accounts), context.upstream));
  }
}
