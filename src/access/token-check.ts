import { createHash } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Unauthenticated, KeysUnavailable } from './access-error.js';
import { ANYBODY, type Caller } from './caller.js';
import { isScope } from '../model/scope.js';

/** How tokens are checked. */
export interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** The claim with the scopes: a text with spaces, or a list. */
  readonly scopeClaim: string;
  /** The claim with the accounts that the caller may use: a list. Without it, all accounts. */
  readonly accountsClaim: string;
}

/** Finds out who sends a request, by its authorization header. @throws Unauthenticated, KeysUnavailable */
export type CheckCaller = (authorization: string | undefined) => Promise<Caller>;

/** Gets the reason why a token is refused, for the log. It has nothing of the token. */
export type OnRefused = (reason: string) => void;

const MAX_TOKEN_LENGTH = 16 * 1024;
const MAX_REMEMBERED = 10_000;
/** The clocks of the issuer and of this process may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** Errors of the key set that mean that the keys could not be read. Any other error is about the token. */
const ABOUT_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JWSInvalid, errors.JWSSignatureVerificationFailed, errors.JWTInvalid, errors.JWTExpired, errors.JWTClaimValidationFailed, errors.JOSEAlgNotAllowed, errors.JOSENotSupported];

/** No tokens: all clients are one caller with all rights. */
export const anybody: CheckCaller = async () => ANYBODY;

/** Checks tokens. A token that was accepted is remembered until it expires. */
export function tokenCheck(rules: TokenRules, now: () => number, onRefused: OnRefused): CheckCaller {
  const accepted = new LRUCache<string, Caller>({ max: MAX_REMEMBERED });
  return async (authorization) => {
    if (authorization === undefined || authorization === '') throw new Unauthenticated(false);
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (token === undefined || token.length > MAX_TOKEN_LENGTH) throw refused('no bearer token', onRefused);
    // Not the token itself, so that a dump of the memory has no tokens.
    const key = createHash('sha256').update(token).digest('base64');
    const known = accepted.get(key);
    if (known && !isExpired(known, now())) return known;
    const caller = callerOf(await verified(token, rules, now(), onRefused), rules);
    if (!caller) throw refused('no subject, or unreadable claims', onRefused);
    accepted.set(key, caller);
    return caller;
  };
}

export function isExpired({ expiresAt }: Caller, now: number): boolean {
  return expiresAt !== null && now >= expiresAt;
}

async function verified(token: string, { keys, issuer, audience, algorithms }: TokenRules, now: number, onRefused: OnRefused): Promise<JWTPayload> {
  try {
    const options = { issuer, audience, algorithms: [...algorithms], requiredClaims: ['exp'], clockTolerance: CLOCK_TOLERANCE_SECONDS, currentDate: new Date(now) };
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (!ABOUT_TOKEN.some((Type) => error instanceof Type)) throw new KeysUnavailable();
    throw refused(error instanceof errors.JOSEError ? error.code : 'unreadable', onRefused);
  }
}

function refused(reason: string, onRefused: OnRefused): Unauthenticated {
  onRefused(reason);
  return new Unauthenticated(true);
}

/** Null if a claim that is there can't be read: then nothing is allowed. */
function callerOf(claims: JWTPayload, { issuer, scopeClaim, accountsClaim }: TokenRules): Caller | null {
  const { sub: subject, exp } = claims;
  const scopes = textsIn(claims[scopeClaim]);
  const accounts = claims[accountsClaim] === undefined ? null : textsIn(claims[accountsClaim]);
  if (typeof subject !== 'string' || subject === '' || exp === undefined || scopes === null || (accounts === null && claims[accountsClaim] !== undefined)) return null;
  return {
    identity: { issuer, subject },
    scopes: new Set(scopes.filter(isScope)),
    accounts: accounts && new Set(accounts),
    expiresAt: exp * 1000,
  };
}

/** A text with spaces, or a list of texts. Empty for a claim that is missing, null for anything else. */
function textsIn(claim: unknown): readonly string[] | null {
  if (claim === undefined) return [];
  if (typeof claim === 'string') return claim.split(' ').filter((text) => text !== '');
  return Array.isArray(claim) && claim.every((text): text is string => typeof text === 'string') ? claim : null;
}
