import { isIP } from 'node:net';

/** Names that only the machine itself or a cluster resolves. No foreign site can have them. */
const LOCAL_NAMES = /(^|\.)(localhost|svc|cluster\.local|internal)$/i;

/** Whether to accept a request with this Host header. */
export type HostCheck = (host: string | undefined) => boolean;

/**
 * Protects against DNS rebinding: a foreign site can point its name to our address, and its requests then differ
 * from ours only in the Host header. Public host names must therefore be listed. IP addresses, names without a
 * dot and cluster names (`localhost`, `switchboard`, `switchboard.calls.svc`) are allowed, because no foreign
 * site can have them.
 */
export function allowHosts(listed: readonly string[]): HostCheck {
  if (listed.includes('*')) return () => true;
  const names = new Set(listed.map((name) => name.toLowerCase()));
  return (host) => {
    // Browsers always send it, and Node refuses HTTP/1.1 requests without it.
    if (host === undefined) return true;
    if (!URL.canParse(`http://${host}`)) return false;
    const name = new URL(`http://${host}`).hostname.replace(/\.$/, '');
    return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.') || LOCAL_NAMES.test(name) || names.has(name);
  };
}
