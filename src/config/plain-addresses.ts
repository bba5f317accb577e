import ipaddr from 'ipaddr.js';

/** Settings by name. */
type Addresses = Readonly<Record<string, unknown>>;

/** Warns about URLs through which credentials or tokens would be sent without encryption. */
export function plainAddresses({ PUBLIC_URL }: Addresses, providers: readonly { readonly settings: Addresses }[]): string[] {
  const addresses = [...providers.flatMap(({ settings }) => Object.entries(settings).filter(([name]) => name.endsWith('_BASE_URL'))), ['PUBLIC_URL', PUBLIC_URL] as const];
  return addresses.filter(([, address]) => typeof address === 'string' && isPlain(address)).map(([name]) => `${name} is an http URL, so credentials are sent without encryption. Use https.`);
}

function isPlain(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}
