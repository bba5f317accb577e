import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Personal } from '../../model/personal.js';

/** Exotel's own directions (document 004). */
export enum ExotelDirection {
  INBOUND = 'INBOUND',
  OUTBOUND_DIAL = 'OUTBOUND_DIAL',
  OUTBOUND_API = 'OUTBOUND_API',
}

registerEnumType(ExotelDirection, {
  name: 'ExotelDirection',
  description: "Exotel's own directions. CallDirection has one OUTBOUND for both outbound kinds.",
  valuesConfig: {
    INBOUND: { description: 'Somebody called an ExoPhone.' },
    OUTBOUND_DIAL: { description: 'Placed from the Exotel dashboard.' },
    OUTBOUND_API: { description: 'Placed through the API, by a campaign, or any other way.' },
  },
});

/** Call fields that only Exotel has. */
@ObjectType({ description: 'Call fields that only Exotel has.', simpleResolvers: true })
export class ExotelCallDetails {
  @Field(() => String, { nullable: true, description: 'The Exotel account.' })
  readonly accountSid!: string | null;

  @Field(() => String, { nullable: true, description: 'The call that created this one.' })
  readonly parentCallSid!: string | null;

  @Field(() => String, { nullable: true, description: 'The ExoPhone. Despite the name, Exotel sends the number itself.' })
  readonly phoneNumberSid!: string | null;

  @Field(() => ExotelDirection, { nullable: true, description: "Exotel's own direction; null when Exotel sends another word." })
  readonly direction!: ExotelDirection | null;

  @Field(() => String, { nullable: true, description: 'What answered, as Exotel sends it: Human, Machine, NotSure or NA. The case varies.' })
  readonly answeredBy!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'The number the call was forwarded from.' })
  readonly forwardedFrom!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'Caller name from the phone network.' })
  readonly callerName!: string | null;

  @Field(() => String, { nullable: true, description: "Exotel's address of the record, sometimes malformed. For display only." })
  readonly uri!: string | null;

  @Field(() => String, { nullable: true, description: 'Status word of the first leg; only set when a single call was looked up.' })
  readonly leg1Status!: string | null;

  @Field(() => String, { nullable: true, description: 'Status word of the second leg; only set when a single call was looked up.' })
  readonly leg2Status!: string | null;

  constructor(details: ExotelCallDetails) {
    Object.assign(this, details);
  }
}
