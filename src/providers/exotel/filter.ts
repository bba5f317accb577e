import { Field, InputType } from 'type-graphql';
import { TaggedPersonal } from '../../model/personal.js';
import { ExotelDirection } from './details.js';

/** The filter for Exotel calls (document 004). */
@InputType({ description: 'A filter for Exotel calls only; calls of other providers are not affected.' })
export class ExotelCallFilter {
  @Field(() => [String], { nullable: true, description: 'Calls with any of these Sids, even when older than 31 days.' })
  sids?: string[] | null;

  @TaggedPersonal
  @Field(() => [String], { nullable: true, description: 'Calls that used any of these ExoPhones, in E.164.' })
  phoneNumbers?: string[] | null;

  @Field(() => [ExotelDirection], { nullable: true, description: "Calls with any of these Exotel directions." })
  directions?: ExotelDirection[] | null;
}
