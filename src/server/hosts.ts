import { isIP } from 'node:net';

/** Names that the machine itself or a cluster resolves, and no page of a foreign site can have. */
const OF_THE_NETWORK = /(^|\.)(localhost|svc|cluster\.local|internal)$/i;

/** Whether a request that names this host (its Host header) is meant for us. */
export type HostCheck = (host: string | undefined) => boolean;

/**
 * Which names we answer to. A page can have its own name lead to our address, and then ask as if it were
 * ours (DNS rebinding): its requests differ from ours in nothing but that name. So a name that anybody
 * could have brought about has to be listed. Addresses, names without a dot and those of a cluster
 * (`localhost`, `switchboard`, `switchboard.calls.svc`) are in no foreign site's hands.
 */
export function allowHosts(listed: readonly string[]): HostCheck {
  if (listed.includes('*')) return () => true;
  const names = new Set(listed.map((name) => name.toLowerCase()));
  return (host) => {
    // Browsers always say it; HTTP/1.1 without it is refused before.
    if (host === undefined) return true;
    if (!URL.canParse(`http://${host}`)) return false;
    const name = new URL(`http://${host}`).hostname.replace(/\.$/, '');
    return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.') || OF_THE_NETWORK.test(name) || names.has(name);
  };
}
