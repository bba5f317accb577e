import { Field, ID, InputType } from 'type-graphql';

/** The filter for AICaller calls (document 000). */
@InputType({ description: 'A filter for AICaller calls only; calls of other providers are not affected.' })
export class AiCallerCallFilter {
  @Field(() => ID, { nullable: true, description: 'Calls that followed this template.' })
  callTemplateId?: string | null;

  @Field(() => ID, { nullable: true, description: "Calls from the number with this AICaller id." })
  phoneNumberId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls that came from this file of leads.' })
  fileId?: string | null;
}
