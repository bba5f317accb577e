/** Names that only private networks resolve. They can't be registered. */
const PRIVATE = /(^|\.)(localhost|local|localdomain|internal|intranet|intra|private|lan|home|corp|svc|consul|home\.arpa|test|invalid|onion)$/i;

/** Whether only a private network resolves this host name (not an IP address). True for every name without a dot. */
export function isPrivateName(name: string): boolean {
  return !name.includes('.') || PRIVATE.test(name);
}
