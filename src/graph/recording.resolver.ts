import { GraphQLError, type GraphQLResolveInfo, Kind } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { BadUserInput } from '../model/bad-user-input.js';
import { readAddressOf } from '../model/address.js';
import { Call } from '../model/call.js';
import { Recording } from '../model/recording.js';
import { RecordingLink, isLinkTime, MAX_SECONDS, MIN_SECONDS } from '../model/recording-link.js';
import { RecordingState } from '../model/recording-state.js';
import { Requires } from '../model/requires.js';
import type { GraphContext } from './context.js';
import { findNode } from './find-node.js';
import { stateOf } from '../recordings/recording-state.js';
import { StoreUnavailable } from '../store/store.js';

const SECONDS = 600;

@Resolver(() => Recording)
export class RecordingResolver {
  @Requires('calls:read')
  @Query(() => Recording, { nullable: true, description: 'Looks up a recording by global id. Null if the call or the recording does not exist.' })
  recording(@Arg('id', () => ID, { description: 'Recording.id' }) id: string, @Ctx() context: GraphContext): Promise<Recording | null> {
    return findNode(readAddressOf('Recording', id, 'id'), context);
  }

  @FieldResolver(() => RecordingState, { description: 'Whether it can be played, from what is known without asking the provider.' })
  state(@Root() recording: Recording, @Ctx() context: GraphContext): RecordingState {
    return read(recording, context).state;
  }

  @Requires('recordings:read')
  @FieldResolver(() => RecordingLink, { nullable: true, description: 'A link that plays in a browser, without credentials. Null if the state is not AVAILABLE.' })
  async playback(
    @Root() recording: Recording,
    @Arg('expiresInSeconds', () => Int, { defaultValue: SECONDS, description: `How long the link plays, in seconds, from ${MIN_SECONDS} to ${MAX_SECONDS}.` }) seconds: number,
    @Ctx() context: GraphContext,
  ): Promise<RecordingLink | null> {
    if (!isLinkTime(seconds)) throw new BadUserInput(`not from ${MIN_SECONDS} to ${MAX_SECONDS}.`, 'expiresInSeconds');
    const { call, state } = read(recording, context);
    if (state !== RecordingState.AVAILABLE) return null;
    try {
      return await context.links.give(recording, call.account, { identity: context.caller.identity, requestId: context.upstream.origin?.requestId ?? null }, seconds);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw new GraphQLError("No link is given, because the audit can't be written now. Try again.", { extensions: { code: 'STORE_UNAVAILABLE' } });
      throw error;
    }
  }

  @FieldResolver(() => Call, { description: 'The call that was recorded.' })
  call(@Root() { call }: Recording, @Ctx() { rows }: GraphContext, @Info() info: GraphQLResolveInfo): Call | Promise<Call> {
    const refusal = mayRepeatRecordings(info) ? rows.count((call as Call).recordings?.length ?? 0) : null;
    // Thrown, it would leave the promises of other members of the list alone, and nobody would handle their failures.
    return refusal ? Promise.reject(refusal) : (call as Call);
  }
}

/** The call of a recording, and its state for a caller. */
function read(recording: Recording, { accounts, now }: GraphContext): { call: Call; state: RecordingState } {
  const call = recording.call as Call;
  return { call, state: stateOf(recording, call, accounts.find(({ account }) => account === call.account)?.recordings, now()) };
}

/** Whether the selection may contain the call's recordings again. */
function mayRepeatRecordings({ fieldNodes }: GraphQLResolveInfo): boolean {
  const parts = fieldNodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return parts.some((part) => part.kind !== Kind.FIELD || part.name.value === 'recordings');
}
