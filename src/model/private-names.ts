/** Names that only private networks resolve: nobody can register them. */
const PRIVATE = /(^|\.)(localhost|local|localdomain|internal|intranet|intra|private|lan|home|corp|svc|consul|home\.arpa|test|invalid|onion)$/i;

/** Whether a host name (not an address) means something inside of some network only; without a dot it does, too. */
export function isPrivateName(name: string): boolean {
  return !name.includes('.') || PRIVATE.test(name);
}
