import ipaddr from 'ipaddr.js';
import { isPrivateName } from '../model/private-names.js';

const LONGEST = 2048;

/**
 * Whether an address is https and leads out of private networks as far as the address itself tells. Names
 * are not resolved: the provider calls them, from its own network and at another time, so that what they
 * mean here and now proves nothing.
 */
export function isPublicHttpsUrl(text: string): boolean {
  if (text.length > LONGEST || !URL.canParse(text)) return false;
  // The URL parser has already turned 0x7f.1, 2130706433 and full-width digits into plain addresses.
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== 'https:' || username || password) return false;
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(host)) return isPublicAddress(host);
  return !isPrivateName(host);
}

/** IPv6 calls ::127.0.0.1 unicast, too; what is routed on the internet lies in 2000::/3. */
function isPublicAddress(host: string): boolean {
  const address = ipaddr.process(host);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}
