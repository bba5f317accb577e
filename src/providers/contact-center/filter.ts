import { Field, ID, InputType, registerEnumType } from 'type-graphql';

/** The documented values of the callType parameter (document 002). */
export enum ContactCenterCallType {
  ALL_INBOUND = 'ALL_INBOUND',
  INBOUND_ANSWERED = 'INBOUND_ANSWERED',
  INBOUND_ANSWERED_WITHIN_SLA = 'INBOUND_ANSWERED_WITHIN_SLA',
  INBOUND_ANSWERED_BUT_NOT_WITHIN_SLA = 'INBOUND_ANSWERED_BUT_NOT_WITHIN_SLA',
  INBOUND_IVR_EXIT = 'INBOUND_IVR_EXIT',
  ABANDONED = 'ABANDONED',
  CALLBACK = 'CALLBACK',
  OVERFLOWED = 'OVERFLOWED',
  ALL_OUTBOUND = 'ALL_OUTBOUND',
  OUTBOUND_ANSWERED = 'OUTBOUND_ANSWERED',
  OUTBOUND_NOT_ANSWERED = 'OUTBOUND_NOT_ANSWERED',
  TRANSFER = 'TRANSFER',
  WARM_TRANSFER = 'WARM_TRANSFER',
  OUT_OF_BUSINESS_HOURS = 'OUT_OF_BUSINESS_HOURS',
  SHORT_ABANDONED = 'SHORT_ABANDONED',
  AUTOMATED_CALLBACK = 'AUTOMATED_CALLBACK',
  SHORT_ABANDONED_DISTRIBUTED = 'SHORT_ABANDONED_DISTRIBUTED',
  ABANDONED_DISTRIBUTED = 'ABANDONED_DISTRIBUTED',
}

registerEnumType(ContactCenterCallType, {
  name: 'ContactCenterCallType',
  description: "The contact centre's report buckets. They overlap: a call may be in several.",
  valuesConfig: {
    ALL_INBOUND: { description: 'Every call that came in.' },
    INBOUND_ANSWERED: { description: 'Came in and was answered.' },
    INBOUND_ANSWERED_WITHIN_SLA: { description: 'Came in and was answered within the service level agreement.' },
    INBOUND_ANSWERED_BUT_NOT_WITHIN_SLA: { description: 'Came in and was answered later than the service level agreement allows.' },
    INBOUND_IVR_EXIT: { description: 'Came in and ended in the voice menu (IVR).' },
    ABANDONED: { description: 'The caller hung up before an answer.' },
    CALLBACK: { description: 'A callback.' },
    OVERFLOWED: { description: 'Sent elsewhere because too many calls were waiting.' },
    ALL_OUTBOUND: { description: 'Every call that was made.' },
    OUTBOUND_ANSWERED: { description: 'Was made and answered.' },
    OUTBOUND_NOT_ANSWERED: { description: 'Was made and not answered.' },
    TRANSFER: { description: 'Was transferred.' },
    WARM_TRANSFER: { description: 'Was transferred after the agents talked to each other.' },
    OUT_OF_BUSINESS_HOURS: { description: 'Came in outside business hours.' },
    SHORT_ABANDONED: { description: 'The caller hung up within seconds.' },
    AUTOMATED_CALLBACK: { description: 'A callback that the system placed automatically.' },
    SHORT_ABANDONED_DISTRIBUTED: { description: 'The caller hung up within seconds, after the call was distributed to agents.' },
    ABANDONED_DISTRIBUTED: { description: 'The caller hung up after the call was distributed to agents.' },
  },
});

/** The filter for contact centre calls (document 002). */
@InputType({ description: 'A filter for contact centre calls only; calls of other providers are not affected.' })
export class ContactCenterCallFilter {
  @Field(() => [ID], { nullable: true, description: 'Calls with any of these numbers, by their contact centre ids.' })
  numberIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Calls that rang this ring group.' })
  ringGroupId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls that went through this voice menu (IVR).' })
  ivrId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls with contacts on this list.' })
  listId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls of this agent.' })
  agentId?: string | null;

  @Field(() => ContactCenterCallType, { nullable: true, description: 'Calls in this report bucket.' })
  callType?: ContactCenterCallType | null;

  @Field(() => [ID], { nullable: true, description: 'Calls with any of these dispositions.' })
  dispositionIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Calls with any of these surveys.' })
  surveyIds?: string[] | null;
}
