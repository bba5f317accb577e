import type { IncomingHttpHeaders } from 'node:http';

/** Valid request ids of clients and proxies. Any other x-request-id is ignored. */
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The client's or the proxy's id of the request; null for none. */
export function requestIdIn({ 'x-request-id': id }: IncomingHttpHeaders): string | null {
  return typeof id === 'string' && REQUEST_ID.test(id) ? id : null;
}

/** Whether the client refuses cached data (RFC 9111). */
export function wantsFresh({ 'cache-control': directives = '' }: IncomingHttpHeaders): boolean {
  return /(^|[\s,])no-(cache|store)($|[\s,])/i.test(directives);
}
