import { Field, ObjectType } from 'type-graphql';

/** Words as people write them in addresses, such as phone-calls, phoneCallCompleted or v2. */
const WORD = /^[A-Z]?[a-z]*([A-Z][a-z]{2,})*\d{0,4}$/;
const LONGEST_WORD = 24;
/** Shorter parts of an address are no secrets. */
const SHORTEST_SECRET = 8;

/**
 * A webhook's address without what may be secret in it: name and password, query, fragment, and parts of
 * the path that are no words, as in https://hooks.example.com/services/hidden. Null where it is not http(s).
 */
export function withoutSecrets(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return `${protocol}//${host}${pathname.split('/').map((part) => (isPlain(part) ? part : 'hidden')).join('/')}`;
}

function isPlain(part: string): boolean {
  return part.length < SHORTEST_SECRET || part.split(/[-_.]/).every((word) => word.length <= LONGEST_WORD && WORD.test(word));
}

/** Whom a provider notifies. The secret itself is never kept: knowing that there is one is enough. */
@ObjectType({ description: 'An address that the provider notifies about a call. Its secret is write-only.', simpleResolvers: true })
export class Webhook {
  @Field(() => String, { description: 'Where the notification goes, without what may be secret in the address: name and password, query, and parts of the path that are no words.' })
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
