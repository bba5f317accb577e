import { Field, ObjectType } from 'type-graphql';

/** Words as they occur in URL paths, such as phone-calls, phoneCallCompleted or v2. */
const WORD = /^[A-Z]?[a-z]*([A-Z][a-z]{2,})*\d{0,4}$/;
const LONGEST_WORD = 24;
/** Shorter path segments are never treated as secrets. */
const SHORTEST_SECRET = 8;

/**
 * A webhook's URL without user name, password, query and fragment. Path segments that may be secrets become
 * "hidden", as in https://hooks.example.com/services/hidden. Null if the URL is not http(s).
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

/** A webhook that a provider notifies. The secret is never stored, only whether there is one. */
@ObjectType({ description: 'A URL that the provider notifies about a call. Its secret is write-only.', simpleResolvers: true })
export class Webhook {
  @Field(() => String, { description: 'The URL of the webhook. Credentials and the query are removed, and path segments that may be secret read "hidden".' })
  readonly url: string;

  @Field(() => String, { description: "The provider's name of the event, e.g. phoneCall.completed." })
  readonly subscribedEvent: string;

  @Field(() => Boolean, { description: 'Whether the webhook has a secret.' })
  readonly hasSecret: boolean;

  constructor(url: string, subscribedEvent: string, hasSecret: boolean) {
    this.url = url;
    this.subscribedEvent = subscribedEvent;
    this.hasSecret = hasSecret;
  }
}
