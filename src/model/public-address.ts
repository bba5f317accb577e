import ipaddr from 'ipaddr.js';

/** In a public range, but served by the host of an Azure virtual machine. */
const NOT_PUBLIC = new Set(['168.63.129.16']);

/** Whether an IP address is on the internet, and not private, loopback or link-local. */
// ::127.0.0.1 counts as unicast too; only 2000::/3 is routed on the internet.
export function isPublicAddress(host: string): boolean {
  const address = ipaddr.process(host);
  if (address.range() !== 'unicast' || NOT_PUBLIC.has(address.toString())) return false;
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}
