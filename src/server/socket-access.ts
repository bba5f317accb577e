import type { WebSocket } from 'ws';
import { KeysUnavailable, RateLimited, Unauthenticated } from '../access/access-error.js';
import type { Caller } from '../access/caller.js';
import { LONGEST_TIMER_MS } from '../upstream/time-limit.js';

/** Close codes, as graphql-ws uses them. */
const UNAUTHORIZED = 4401;
const FORBIDDEN = 4403;
const TRY_AGAIN_LATER = 1013;
const RECHECK_MS = 60_000;

/** The token in the payload of connection_init, because browsers can't set headers of a WebSocket. */
export function authorizationIn(payload: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const authorization = payload?.['authorization'] ?? payload?.['Authorization'];
  return typeof authorization === 'string' ? authorization : undefined;
}

/** Closes a socket whose token is missing, refused or can't be checked, or whose caller has too many. Returns false, which is the answer of onConnect. */
export function refuseSocket(socket: WebSocket, error: unknown): false {
  if (error instanceof Unauthenticated && error.hasToken) socket.close(FORBIDDEN, 'Forbidden');
  else if (error instanceof Unauthenticated) socket.close(UNAUTHORIZED, 'Unauthorized');
  else if (error instanceof KeysUnavailable || error instanceof RateLimited) socket.close(TRY_AGAIN_LATER, 'Try again later');
  else throw error;
  return false;
}

/** Ends a connection with all its subscriptions when its token expires. */
export function closeAtExpiry(socket: WebSocket, { expiresAt }: Caller): void {
  if (expiresAt === null || socket.readyState !== socket.OPEN) return;
  const timer = setTimeout(() => socket.close(FORBIDDEN, 'The token expired'), Math.min(LONGEST_TIMER_MS, Math.max(0, expiresAt - Date.now())));
  socket.once('close', () => clearTimeout(timer));
}

/** Checks the token of an open socket again from time to time, because its key may be withdrawn. Closes the socket if it is refused. */
export function recheck(socket: WebSocket, check: () => Promise<Caller>, everyMs = RECHECK_MS): void {
  const timer = setInterval(() => {
    check().catch((error: unknown) => {
      // Keys that can't be read now say nothing about the token.
      if (error instanceof Unauthenticated) refuseSocket(socket, error);
    });
  }, everyMs).unref();
  socket.once('close', () => clearInterval(timer));
}
