import ipaddr from 'ipaddr.js';
import { isPrivateName } from '../model/private-names.js';

const LONGEST = 2048;
/** Parsers disagree on these: one drops them, another takes them for a slash or for the end. */
const AMBIGUOUS = /[\s\\\u0000-\u0020\u007f"<>^`{|}]|[^\u0000-\u007f]|^[^/]*\/\/[^/]*@/;
/** Public by its range, and yet answered by the machine that a virtual machine at Azure runs on. */
const NOT_PUBLIC = new Set(['168.63.129.16']);

/**
 * Whether an address is https, leads out of private networks as far as the address itself tells, and is
 * written in the one way that every parser reads alike: it is sent as it is written. Names are not
 * resolved: the provider calls them, from its own network and at another time, so that what they mean here
 * and now proves nothing.
 */
export function isPublicHttpsUrl(text: string): boolean {
  if (text.length > LONGEST || AMBIGUOUS.test(text) || !URL.canParse(text)) return false;
  // The URL parser has already turned 0x7f.1, 2130706433 and full-width digits into plain addresses.
  const { protocol, host, hostname, username, password } = new URL(text);
  if (protocol !== 'https:' || username || password || !isWrittenAs(host, text)) return false;
  const name = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(name)) return isPublicAddress(name);
  return name.split('.').every((label) => label !== '') && !isPrivateName(name);
}

/** Whether an address names its host as the parser understood it; an international name is to be written in Punycode. */
function isWrittenAs(host: string, text: string): boolean {
  const written = /^https:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase();
  return written === host || written === `${host}:443`;
}

/** IPv6 calls ::127.0.0.1 unicast, too; what is routed on the internet lies in 2000::/3. */
function isPublicAddress(host: string): boolean {
  const address = ipaddr.process(host);
  if (address.range() !== 'unicast' || NOT_PUBLIC.has(address.toString())) return false;
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}
