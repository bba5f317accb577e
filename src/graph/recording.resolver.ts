import { type GraphQLResolveInfo, Kind } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { readAddressOf } from '../model/address.js';
import { Call } from '../model/call.js';
import { Recording } from '../model/recording.js';
import { Requires } from '../model/requires.js';
import type { GraphContext } from './context.js';
import { findNode } from './find-node.js';

@Resolver(() => Recording)
export class RecordingResolver {
  @Requires('calls:read')
  @Query(() => Recording, { nullable: true, description: 'Looks up a recording by global id. Null if the call or the recording does not exist.' })
  recording(@Arg('id', () => ID, { description: 'Recording.id' }) id: string, @Ctx() context: GraphContext): Promise<Recording | null> {
    return findNode(readAddressOf('Recording', id, 'id'), context);
  }

  @FieldResolver(() => Call, { description: 'The call that was recorded.' })
  call(@Root() { call }: Recording, @Ctx() { rows }: GraphContext, @Info() info: GraphQLResolveInfo): Call {
    if (mayRepeatRecordings(info)) rows.count((call as Call).recordings.length);
    return call as Call;
  }
}

/** Whether the selection may contain the call's recordings again. */
function mayRepeatRecordings({ fieldNodes }: GraphQLResolveInfo): boolean {
  const parts = fieldNodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return parts.some((part) => part.kind !== Kind.FIELD || part.name.value === 'recordings');
}
