import { Field, InputType } from 'type-graphql';

/** The filter for Twilio calls (ListCall in Twilio's OpenAPI). */
@InputType({ description: 'A filter for Twilio calls only; calls of other providers are not affected.' })
export class TwilioCallFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Also calls that are legs of another Twilio call. Without it they are left out, because a conversation would be in the list several times.',
  })
  includeChildLegs?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The legs of the call with this SID.' })
  parentCallSid?: string | null;
}
