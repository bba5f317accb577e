/**
 * Tells whether a webhook's address is Switchboard's own, however it is spelled. The token makes an address
 * ours, whatever host PUBLIC_URL named when it was given to a vendor.
 */
export function ownWebhook(publicUrl: string | null, token: string): (url: string) => boolean {
  const ours = publicUrl === null ? null : placeOf(`${publicUrl}/events/`);
  return (url) => {
    if (url.includes(token)) return true;
    const place = placeOf(url);
    return place !== null && (place.includes(token) || (ours !== null && place.startsWith(ours)));
  };
}

/** Host and path in one spelling: without dots to no end, a port that goes without saying, and needless escapes. */
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
