import { Arg, type ClassType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { CallToPlace } from '../dialing/dialer.js';
import { Call } from '../model/call.js';
import { providerDefinitions } from '../providers/registry.js';
import type { GraphContext } from './context.js';
import { ListOf } from '../model/list-size.js';

/** The input of the one provider that places calls. */
function dialInput(): ClassType<object> {
  const input = providerDefinitions.find((definition) => definition.dialInput)?.dialInput;
  if (!input) throw new Error('No provider of the registry places calls.');
  return input;
}

@ObjectType({ description: 'What is wrong, said so that it can be mended.', simpleResolvers: true })
export class UserError {
  @Field(() => String, {
    description:
      'INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PROVIDER_REJECTED: refused, no phone rings. PROVIDER_UNAVAILABLE: this request sent nothing, asking again is safe. OUTCOME_UNKNOWN: the phone may ring, look before trying again.',
  })
  readonly code!: string;

  @Field(() => String, { description: 'The same for people.' })
  readonly message!: string;

  @ListOf(5)
  @Field(() => [String], { nullable: true, description: 'Path in the input, e.g. ["phoneCallWebhooks", "0", "url"].' })
  readonly field!: readonly string[] | null;
}

@ObjectType({ description: 'What became of createPhoneCall.', simpleResolvers: true })
export class CreatePhoneCallPayload {
  @Field(() => Call, { nullable: true, description: 'Null where the call was not placed, or where that is not known.' })
  readonly call!: Call | null;

  @Field(() => Boolean, { description: 'Whether the key had been used before, and what came of that is returned.' })
  readonly replayed!: boolean;

  @ListOf(20)
  @Field(() => [UserError], { description: 'Everything that is wrong, at once; empty where the call was placed.' })
  readonly userErrors!: readonly UserError[];
}

@Resolver()
export class CreatePhoneCallResolver {
  @Mutation(() => CreatePhoneCallPayload, { description: 'Has AICaller place, or schedule, a call. A real phone rings: the same idempotencyKey never rings it twice.' })
  async createPhoneCall(
    @Arg('input', dialInput, { description: 'The call to place.' }) input: CallToPlace,
    @Ctx() { dialer, upstream }: GraphContext,
  ): Promise<CreatePhoneCallPayload> {
    return dialer.createPhoneCall(input, upstream.origin);
  }
}
