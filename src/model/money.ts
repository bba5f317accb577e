import { Directive, Field, ObjectType } from 'type-graphql';

/** An amount as a decimal string: a float would round what was charged. */
@Directive('@shareable')
@ObjectType({ description: 'An amount of money.', simpleResolvers: true })
export class Money {
  @Field(() => String, { description: 'Decimal, as the provider charged it, e.g. 1.500.' })
  readonly amount: string;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code; null where the provider only says that it is the billing currency.' })
  readonly currency: string | null;

  constructor(amount: string, currency: string | null = null) {
    this.amount = amount;
    this.currency = currency;
  }
}
