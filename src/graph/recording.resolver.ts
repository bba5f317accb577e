import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { addressOf } from '../lookup/call-address.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { Call } from '../model/call.js';
import { readGlobalId } from '../model/global-id.js';
import { Recording } from '../model/recording.js';
import type { GraphContext } from './context.js';

@Resolver(() => Recording)
export class RecordingResolver {
  @Query(() => Recording, { nullable: true, description: 'The recording of a global id; null where there is no such call, or no such recording of it.' })
  recording(@Arg('id', () => ID, { description: 'Recording.id' }) id: string, @Ctx() context: GraphContext): Promise<Recording | null> {
    return recordingOf(id, 'id', context);
  }

  @FieldResolver(() => Call, { description: 'The call that was recorded.' })
  call(@Root() { call }: Recording): Call {
    return call;
  }
}

/** @throws BadUserInput */
export async function recordingOf(id: string, path: string, { calls }: GraphContext): Promise<Recording | null> {
  const { parts: [callId, , ...rest] } = readGlobalId(id, 'Recording', path);
  if (!callId || rest.length > 0) throw new BadUserInput('This is not the id of a recording.', path);
  const call = await calls.load(addressOf(readGlobalId(callId, 'Call', path), path));
  return call?.recordings.find((recording) => recording.id === id) ?? null;
}
