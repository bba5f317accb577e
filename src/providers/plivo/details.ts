import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../model/date-time.js';
import { Personal } from '../../model/personal.js';

/** Call fields that only Plivo has. */
@ObjectType({ description: 'Call fields that only Plivo has.', simpleResolvers: true })
export class PlivoCallDetails {
  @Field(() => ID, { nullable: true, description: 'The leg that dialled this one. Null for a first leg.' })
  readonly parentCallUuid!: string | null;

  @Field(() => ID, { nullable: true, description: 'The conference that the call was in.' })
  readonly conferenceUuid!: string | null;

  @Field(() => ID, { nullable: true, description: 'The request that placed the call. Only known while the call is going on.' })
  readonly requestUuid!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call was answered. Null if nobody answered.' })
  readonly answeredAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the call ended, e.g. Normal Hangup or Busy Line.' })
  readonly hangupCauseName!: string | null;

  @Field(() => Int, { nullable: true, description: "Why the call ended, as a number of Plivo's table." })
  readonly hangupCauseCode!: number | null;

  @Field(() => String, { nullable: true, description: 'Who ended the call, e.g. Caller, Callee, Carrier or API Request.' })
  readonly hangupSource!: string | null;

  @Field(() => String, { nullable: true, description: "Plivo's word for the outcome, e.g. ANSWER. Not documented." })
  readonly callState!: string | null;

  @Field(() => Int, { nullable: true, description: 'Seconds that were billed: the talk time, rounded up to the billing interval.' })
  readonly billedDuration!: number | null;

  @Field(() => String, { nullable: true, description: 'The price of a minute, as a decimal number.' })
  readonly totalRate!: string | null;

  @Field(() => String, { nullable: true, description: 'Whether the caller\'s number is verified: Verified, Not Verified or Not Applicable.' })
  readonly stirVerification!: string | null;

  @Field(() => String, { nullable: true, description: 'The attestation of the number by the carrier: A, B or C.' })
  readonly stirAttestation!: string | null;

  @Field(() => String, { nullable: true, description: 'The group of networks that decides the rate.' })
  readonly voiceNetworkGroup!: string | null;

  @Field(() => String, { nullable: true, description: 'The IP address that the call came from.' })
  readonly sourceIp!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'Caller name from the phone network.' })
  readonly callerName!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: "The result of a look-up of the caller's name." })
  readonly cnamLookup!: string | null;

  @Field(() => String, { nullable: true, description: "Plivo's path of the record. For display only." })
  readonly resourceUri!: string | null;

  constructor(details: PlivoCallDetails) {
    Object.assign(this, details);
  }
}
