import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isPublicAddress } from '../model/public-address.js';

/** Which IP addresses media may be fetched from. */
export type AddressRule = (address: string) => boolean;

export const onlyPublic: AddressRule = isPublicAddress;

/** For tests and simulated providers. */
export const publicOrLoopback: AddressRule = (address) => isPublicAddress(address) || ipaddr.process(address).range() === 'loopback';

/** The name resolves to an address that is not allowed. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * Resolves names when connecting, and refuses addresses that are not allowed. The checked address is the one that is
 * connected to, so that a name can't change in between.
 */
export function checkedLookup(isAllowed: AddressRule): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const [first] = addresses;
      // One private address among public ones is an attempt to get there.
      if (!first || !addresses.every(({ address }) => isAllowed(address))) return done(new AddressRefused(), '', 0);
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

/** Whether a URL may be connected to, as far as its host says it. Node does not look addresses up. */
export function isAllowedHost({ hostname }: URL, isAllowed: AddressRule): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 || isAllowed(host);
}
