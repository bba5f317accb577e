import { Arg, Ctx, Field, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import { CreatePhoneCallInput } from '../dialing/create-phone-call.input.js';
import { Call } from '../model/call.js';
import { TelephonyProvider } from '../providers/phone-call-request.js';
import type { GraphContext } from './context.js';
import { ListOf } from '../model/list-size.js';

registerEnumType(TelephonyProvider, {
  name: 'TelephonyProvider',
  description: 'The carrier through which AICaller places a call.',
  valuesConfig: { TWILIO: { description: 'Twilio.' }, PLIVO: { description: 'Plivo.' }, TELNYX: { description: 'Telnyx.' } },
});

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
    @Arg('input', () => CreatePhoneCallInput, { description: 'The call to place.' }) input: CreatePhoneCallInput,
    @Ctx() { dialer, upstream }: GraphContext,
  ): Promise<CreatePhoneCallPayload> {
    return dialer.createPhoneCall(input, upstream.origin);
  }
}
