import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Call } from './call.js';
import { ListOf } from './list-size.js';

/** How sure it is that two records are one physical call, and of which part. */
export enum CallRelation {
  SAME_LEG = 'SAME_LEG',
  SAME_CONVERSATION = 'SAME_CONVERSATION',
  LIKELY_SAME = 'LIKELY_SAME',
}

registerEnumType(CallRelation, {
  name: 'CallRelation',
  description: 'How another record is related to a call.',
  valuesConfig: {
    SAME_LEG: { description: 'The same leg of the same physical call: both records have the same id of the carrier.' },
    SAME_CONVERSATION: { description: 'Another leg of the same conversation, by the ids of the carrier.' },
    LIKELY_SAME: { description: 'Probably the same call: the same two numbers, begun within five seconds, and no other such call within two minutes on either side.' },
  },
});

/** Another record of the same physical call. */
@ObjectType({ description: 'Another record of the same physical call.', simpleResolvers: true })
export class CallMatch {
  @Field(() => Call, { description: 'The other record. Nothing is merged: it is a call of its own.' })
  readonly call!: Call;

  @Field(() => CallRelation, { description: 'How it is related to the call.' })
  readonly relation!: CallRelation;

  @ListOf(2)
  @Field(() => [String], { description: 'Why it is believed to be the same call, each reason in a few words.' })
  readonly evidence!: readonly string[];
}
