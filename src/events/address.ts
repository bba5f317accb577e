/** The route that vendors notify; the token keeps everybody else out. */
export const EVENTS_ROUTE = '/events/:path/:token';

/** The addresses under which vendors notify this graph. */
export class EventAddresses {
  private readonly prefix: string | null;

  /** `publicUrl`: where vendors reach us; null where they can't. */
  constructor(
    private readonly publicUrl: string | null,
    private readonly token: string,
  ) {
    this.prefix = publicUrl === null ? null : placeOf(`${publicUrl}/events/`);
  }

  /** The address that a placed call is to notify, with its intention; null where vendors can't reach us. `path`: that of the provider's event capability. */
  forIntention(path: string, intentionId: string): string | null {
    return this.publicUrl === null ? null : `${this.publicUrl}/events/${path}/${this.token}?intention=${intentionId}`;
  }

  /**
   * Whether an address is one of ours, however it is spelled. The token makes it ours, whatever host
   * PUBLIC_URL named when a vendor was given it.
   */
  isOwn(url: string): boolean {
    if (url.includes(this.token)) return true;
    const place = placeOf(url);
    return place !== null && (place.includes(this.token) || (this.prefix !== null && place.startsWith(this.prefix)));
  }
}

/** Host and path in one spelling: without a trailing dot, a default port and needless escapes. */
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
