import { hash } from 'node:crypto';
import { type CryptoKey, errors, type JWTPayload, jwtVerify, type JWTVerifyOptions } from 'jose';
import { LRUCache } from 'lru-cache';
import { Unauthenticated, KeysUnavailable } from './access-error.js';
import { ANYBODY, type Caller } from './caller.js';
import type { KeySet } from './key-set.js';
import { isScope } from '../model/scope.js';

/** How tokens are checked. */
export interface TokenRules {
  readonly keys: KeySet;
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
/** A token is accepted this much too early, because the clock of its issuer may be ahead. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** Errors that are about the token. Any other error means that its key can't be used. */
const ABOUT_TOKEN = [errors.JWKSNoMatchingKey, errors.JWSInvalid, errors.JWSSignatureVerificationFailed, errors.JWTInvalid, errors.JWTExpired, errors.JWTClaimValidationFailed, errors.JOSEAlgNotAllowed, errors.JOSENotSupported];

/** No tokens: all clients are one caller with all rights. */
export const anybody: CheckCaller = async () => ANYBODY;

/** An accepted token is remembered until it expires, or until the keys of its issuer change. */
interface Accepted {
  readonly caller: Caller;
  readonly keysVersion: number;
}

/** Checks tokens. `now`: epoch milliseconds. */
export function tokenCheck(rules: TokenRules, now: () => number, onRefused: OnRefused): CheckCaller {
  const accepted = new LRUCache<string, Accepted>({ max: MAX_REMEMBERED });
  return async (authorization) => {
    if (authorization === undefined || authorization === '') throw new Unauthenticated(false);
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (token === undefined || token.length > MAX_TOKEN_LENGTH) throw refused('no bearer token', onRefused);
    // Not the token itself, so that a dump of the memory has no tokens.
    const key = hash('sha256', token, 'base64');
    await rules.keys.refresh();
    const known = accepted.get(key);
    if (known?.keysVersion === rules.keys.version && !isExpired(known.caller, now())) return known.caller;
    const keysVersion = rules.keys.version;
    const caller = callerOf(await verified(token, rules, now(), onRefused), rules);
    if (!caller) throw refused('no subject, or unreadable claims', onRefused);
    if (isExpired(caller, now())) throw refused('expired', onRefused);
    accepted.set(key, { caller, keysVersion });
    return caller;
  };
}

export function isExpired({ expiresAt }: Caller, now: number): boolean {
  return expiresAt !== null && now >= expiresAt;
}

async function verified(token: string, { keys, issuer, audience, algorithms }: TokenRules, now: number, onRefused: OnRefused): Promise<JWTPayload> {
  try {
    const options = { issuer, audience, algorithms: [...algorithms], requiredClaims: ['exp'], clockTolerance: CLOCK_TOLERANCE_SECONDS, currentDate: new Date(now) };
    return await payloadOf(token, keys, options);
  } catch (error) {
    if (!ABOUT_TOKEN.some((Type) => error instanceof Type)) throw new KeysUnavailable();
    throw refused(error instanceof errors.JOSEError ? error.code : 'unreadable', onRefused);
  }
}

async function payloadOf(token: string, keys: KeySet, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys.keyOf, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // Several keys may have the id of the token, or the token names none.
    return payloadByAny(token, error, options);
  }
}

async function payloadByAny(token: string, candidates: AsyncIterable<CryptoKey>, options: JWTVerifyOptions): Promise<JWTPayload> {
  for await (const key of candidates) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
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
