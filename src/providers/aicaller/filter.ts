import { Field, ID, InputType } from 'type-graphql';

/** AICaller's own filter (document 000). */
@InputType({ description: "AICaller's own filter: it narrows AICaller's calls and leaves the other providers' alone." })
export class AiCallerCallFilter {
  @Field(() => ID, { nullable: true, description: 'Calls that followed this template.' })
  callTemplateId?: string | null;

  @Field(() => ID, { nullable: true, description: "Calls from this number of yours, by AICaller's id of it." })
  phoneNumberId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls that came from this file of leads.' })
  fileId?: string | null;
}
