import ipaddr from 'ipaddr.js';
import type { ConfiguredAccount } from './accounts.js';

/** Warns about URLs through which credentials or tokens would be sent without encryption. */
export function plainAddresses(publicUrl: string | undefined, accounts: readonly ConfiguredAccount[]): string[] {
  const addresses = [...accounts.map(({ definition: { baseUrl }, settings, baseUrlVariable }) => [baseUrlVariable, settings[baseUrl]] as const), ['PUBLIC_URL', publicUrl] as const];
  return addresses.filter(([, address]) => address !== undefined && isPlain(address)).map(([name]) => `${name} is an http URL, so credentials are sent without encryption. Use https.`);
}

function isPlain(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** `hostname`: as in a URL, so that an IPv6 address has brackets. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}
