import type { AccountName } from '../model/account.js';

/** The route for vendors' notifications. Only the vendor of an account knows its token. */
export const EVENTS_ROUTE = '/events/:account/:token';

/** The addresses for vendors' notifications. */
export class EventAddresses {
  private readonly prefix: string | null;

  /** `publicUrl`: our address for vendors; null if they can't reach us. `tokens`: the token of each account. */
  constructor(
    private readonly publicUrl: string | null,
    private readonly tokens: ReadonlyMap<AccountName, string>,
  ) {
    this.prefix = publicUrl === null ? null : placeOf(`${publicUrl}/events/`);
  }

  /** The notification address for the call of an intention; null if vendors can't reach us. */
  forIntention(account: AccountName, intentionId: string): string | null {
    const token = this.tokens.get(account);
    return this.publicUrl === null || token === undefined ? null : `${this.publicUrl}/events/${account}/${token}?intention=${intentionId}`;
  }

  /**
   * Whether a URL is one of our addresses, in any spelling. A URL with a token is ours even if its host is
   * an earlier PUBLIC_URL.
   */
  isOwn(url: string): boolean {
    if (this.hasToken(url)) return true;
    const place = placeOf(url);
    return place !== null && (this.hasToken(place) || (this.prefix !== null && place.startsWith(this.prefix)));
  }

  private hasToken(text: string): boolean {
    for (const token of this.tokens.values()) if (text.includes(token)) return true;
    return false;
  }
}

/** Host and path in a normal form: without a trailing dot, a default port and unnecessary escapes. */
function placeOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname, port, pathname } = new URL(url);
  return `${hostname.replace(/\.$/, '')}:${port}${unescaped(pathname)}`.replace(/\/{2,}/g, '/');
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
