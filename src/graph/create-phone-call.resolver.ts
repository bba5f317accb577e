import { Arg, type ClassType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { CallToPlace } from '../dialing/dialer.js';
import { Call } from '../model/call.js';
import { Requires } from '../model/requires.js';
import { providerDefinitions } from '../providers/registry.js';
import type { GraphContext } from './context.js';
import { ListOf } from '../model/list-size.js';

/** The input of the one provider that places calls. */
function dialInput(): ClassType<object> {
  const input = providerDefinitions.find((definition) => definition.dialInput)?.dialInput;
  if (!input) throw new Error('No provider of the registry places calls.');
  return input;
}

@ObjectType({ description: 'An error that the client can act on.', simpleResolvers: true })
export class UserError {
  @Field(() => String, {
    description:
      'INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, NOT_ALLOWED, PROVIDER_REJECTED: refused, no phone rings. PROVIDER_UNAVAILABLE: this request sent nothing, a retry is safe. OUTCOME_UNKNOWN: the phone may ring, check before you retry.',
  })
  readonly code!: string;

  @Field(() => String, { description: 'The error for people.' })
  readonly message!: string;

  @ListOf(5)
  @Field(() => [String], { nullable: true, description: 'Path in the input, e.g. ["phoneCallWebhooks", "0", "url"]. Null if the error is not about one field.' })
  readonly field!: readonly string[] | null;
}

@ObjectType({ description: 'The result of createPhoneCall.', simpleResolvers: true })
export class CreatePhoneCallPayload {
  @Field(() => Call, { nullable: true, description: 'The call. Null if it was not placed or if that is not known.' })
  readonly call!: Call | null;

  @Field(() => Boolean, { description: 'Whether the idempotencyKey was used before. If so, this is the result of the earlier request.' })
  readonly replayed!: boolean;

  @ListOf(20)
  @Field(() => [UserError], { description: 'All errors at once. Empty if the call was placed.' })
  readonly userErrors!: readonly UserError[];
}

@Resolver()
export class CreatePhoneCallResolver {
  @Requires('calls:create')
  @Mutation(() => CreatePhoneCallPayload, { description: 'Places or schedules a call at AICaller. A real phone rings. The same idempotencyKey never places a second call.' })
  async createPhoneCall(
    @Arg('input', dialInput, { description: 'The call to place.' }) input: CallToPlace,
    @Ctx() { accounts, caller, dialer, upstream }: GraphContext,
  ): Promise<CreatePhoneCallPayload> {
    return dialer.createPhoneCall(input, accounts, caller.identity, upstream.origin);
  }
}
