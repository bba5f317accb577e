import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../model/date-time.js';

/** Call fields that only Skipcall has (document 003). */
@ObjectType({ description: 'Call fields that only Skipcall has.', simpleResolvers: true })
export class SkipcallCallDetails {
  @Field(() => String, { nullable: true, description: 'How it was dialled: CALL_SESSION or DIRECT_CALL.' })
  readonly callType!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the call was transferred.' })
  readonly transferred!: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The sequence that the call was a step of.' })
  readonly sequenceId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The run of that sequence.' })
  readonly sequenceRunId!: string | null;

  @Field(() => ID, { nullable: true, description: "Skipcall's id of the contact's number." })
  readonly phoneNumberId!: string | null;

  @Field(() => ID, { nullable: true, description: "Skipcall's id of the organisation's number." })
  readonly managedPhoneNumberId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The organisation.' })
  readonly organizationId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The member of the organisation who made or answered the call.' })
  readonly organizationMembershipId!: string | null;

  @Field(() => String, { nullable: true, description: "The carrier's id of the member's leg." })
  readonly userProviderSid!: string | null;

  @Field(() => String, { nullable: true, description: "The carrier's id of the administrator's leg." })
  readonly adminProviderSid!: string | null;

  @Field(() => String, { nullable: true, description: "The carrier's id of the conference that joined both legs." })
  readonly providerConferenceId!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call was copied to the CRM.' })
  readonly syncedWithCrmDate!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call was deleted in Skipcall. Skipcall still returns deleted calls.' })
  readonly deletedAt!: Date | null;

  constructor(details: SkipcallCallDetails) {
    Object.assign(this, details);
  }
}
