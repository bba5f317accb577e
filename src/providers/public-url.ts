import ipaddr from 'ipaddr.js';
import { isPrivateName } from '../model/private-names.js';
import { isPublicAddress } from '../model/public-address.js';

const LONGEST = 2048;
/** Parsers disagree on these: some drop them, some read them as a slash or as the end of the host. */
const AMBIGUOUS = /[\s\\\u0000-\u0020\u007f"<>^`{|}]|[^\u0000-\u007f]|^[^/]*\/\/[^/]*@/;
/**
 * Whether an address is https, does not name a private network, and is written so that every parser reads
 * it the same way, because we send it as written. Names are not resolved: the provider resolves them later
 * in its own network, so our result would prove nothing.
 */
export function isPublicHttpsUrl(text: string): boolean {
  if (text.length > LONGEST || AMBIGUOUS.test(text) || !URL.canParse(text)) return false;
  // The URL parser has already normalised 0x7f.1, 2130706433 and full-width digits.
  const { protocol, host, hostname, username, password } = new URL(text);
  if (protocol !== 'https:' || username || password || !isWrittenAs(host, text)) return false;
  const name = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(name)) return isPublicAddress(name);
  return name.split('.').every((label) => label !== '') && !isPrivateName(name);
}

/** Whether the address spells its host as the parser read it. International names must be in Punycode. */
function isWrittenAs(host: string, text: string): boolean {
  const written = /^https:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase();
  return written === host || written === `${host}:443`;
}
