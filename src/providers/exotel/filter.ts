import { Field, InputType } from 'type-graphql';
import { ExotelDirection } from './details.js';

/** Exotel's own filter (document 004). */
@InputType({ description: "Exotel's own filter: it narrows Exotel's calls and leaves the other providers' alone." })
export class ExotelCallFilter {
  @Field(() => [String], { nullable: true, description: 'Any of these Sids. Calls older than 31 days are found too.' })
  sids?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Calls that used any of these ExoPhones, in E.164.' })
  phoneNumbers?: string[] | null;

  @Field(() => [ExotelDirection], { nullable: true, description: "Any of Exotel's own directions." })
  directions?: ExotelDirection[] | null;
}
