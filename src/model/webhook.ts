import { Field, ObjectType } from 'type-graphql';

/** Whom a provider notifies. The secret itself is never kept: knowing that there is one is enough. */
@ObjectType({ description: 'An address that the provider notifies about a call. Its secret is write-only.', simpleResolvers: true })
export class Webhook {
  @Field(() => String, { description: 'Where the notification goes.' })
  readonly url: string;

  @Field(() => String, { description: "The provider's name of the event, e.g. phoneCall.completed." })
  readonly subscribedEvent: string;

  @Field(() => Boolean, { description: 'Whether a secret was set.' })
  readonly hasSecret: boolean;

  constructor(url: string, subscribedEvent: string, hasSecret: boolean) {
    this.url = url;
    this.subscribedEvent = subscribedEvent;
    this.hasSecret = hasSecret;
  }
}
