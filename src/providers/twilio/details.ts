import { Field, Int, ObjectType } from 'type-graphql';
import { Personal } from '../../model/personal.js';

/** Call fields that only Twilio has (schema api.v2010.account.call in Twilio's OpenAPI). */
@ObjectType({ description: 'Call fields that only Twilio has.', simpleResolvers: true })
export class TwilioCallDetails {
  @Field(() => String, { nullable: true, description: 'The Twilio account.' })
  readonly accountSid!: string | null;

  @Field(() => String, { nullable: true, description: 'The call of which this one is a leg. Null if it is a call of its own.' })
  readonly parentCallSid!: string | null;

  @Field(() => String, { nullable: true, description: "Twilio's id of the organisation's number." })
  readonly phoneNumberSid!: string | null;

  @Field(() => String, { nullable: true, description: "Twilio's own direction: inbound, outbound-api, outbound-dial for a leg, trunking-terminating or trunking-originating." })
  readonly twilioDirection!: string | null;

  @Field(() => String, { nullable: true, description: 'What answered, if Twilio was asked to detect it: human, or machine_start and others.' })
  readonly answeredBy!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'The number the call was forwarded from.' })
  readonly forwardedFrom!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'Caller name from the phone network.' })
  readonly callerName!: string | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds that the call waited in the queue before it was dialled.' })
  readonly queueMilliseconds!: number | null;

  @Field(() => String, { nullable: true, description: 'The SIP trunk.' })
  readonly trunkSid!: string | null;

  @Field(() => String, { nullable: true, description: 'The group of the call.' })
  readonly groupSid!: string | null;

  @Field(() => String, { nullable: true, description: 'Version of the Twilio API that created the call.' })
  readonly apiVersion!: string | null;

  @Field(() => String, { nullable: true, description: "Twilio's path of the record." })
  readonly uri!: string | null;

  constructor(details: TwilioCallDetails) {
    Object.assign(this, details);
  }
}
