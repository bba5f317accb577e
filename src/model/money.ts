import { Directive, Field, ObjectType } from 'type-graphql';

/** The amount is a decimal string, because a float would round the charged price. */
@Directive('@shareable')
@ObjectType({ description: 'An amount of money.', simpleResolvers: true })
export class Money {
  @Field(() => String, { description: 'The amount as a decimal number, e.g. 1.500.' })
  readonly amount: string;

  @Field(() => String, { nullable: true, description: "ISO 4217 code. Null if the provider only says that it is the account's billing currency." })
  readonly currency: string | null;

  constructor(amount: string, currency: string | null = null) {
    this.amount = amount;
    this.currency = currency;
  }
}
