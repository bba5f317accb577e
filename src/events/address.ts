/** The route for vendors' notifications. Only vendors know the token. */
export const EVENTS_ROUTE = '/events/:path/:token';

/** The addresses for vendors' notifications. */
export class EventAddresses {
  private readonly prefix: string | null;

  /** `publicUrl`: our address for vendors; null if they can't reach us. */
  constructor(
    private readonly publicUrl: string | null,
    private readonly token: string,
  ) {
    this.prefix = publicUrl === null ? null : placeOf(`${publicUrl}/events/`);
  }

  /** The notification address for the call of an intention; null if vendors can't reach us. `path`: of the provider's event capability. */
  forIntention(path: string, intentionId: string): string | null {
    return this.publicUrl === null ? null : `${this.publicUrl}/events/${path}/${this.token}?intention=${intentionId}`;
  }

  /**
   * Whether a URL is one of our addresses, in any spelling. A URL with the token is ours even if its host is
   * an earlier PUBLIC_URL.
   */
  isOwn(url: string): boolean {
    if (url.includes(this.token)) return true;
    const place = placeOf(url);
    return place !== null && (place.includes(this.token) || (this.prefix !== null && place.startsWith(this.prefix)));
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
