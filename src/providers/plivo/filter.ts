import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A filter for Plivo calls only; calls of other providers are not affected.' })
export class PlivoCallFilter {
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Also the legs that a call dialled. Each of them is a call of its own at Plivo.' })
  includeChildLegs?: boolean | null;
}
