import ipaddr from 'ipaddr.js';

/** Settings with addresses, by name. */
type Addresses = Readonly<Record<string, unknown>>;

/** Warns of addresses that credentials or tokens go to, or come by, without encryption. */
export function plainAddresses({ PUBLIC_URL }: Addresses, providers: readonly { readonly settings: Addresses }[]): string[] {
  const addresses = [...providers.flatMap(({ settings }) => Object.entries(settings).filter(([name]) => name.endsWith('_BASE_URL'))), ['PUBLIC_URL', PUBLIC_URL] as const];
  return addresses.filter(([, address]) => typeof address === 'string' && isPlain(address)).map(([name]) => `${name} is an http address: credentials go through the network for everybody to read.`);
}

function isPlain(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}
