import { readFileSync } from 'node:fs';
import { isLoopback } from './plain-addresses.js';

/** Who may ask. Null: everybody. */
export interface TokenSettings {
  /** Addresses or files with the issuer's keys. */
  readonly keys: readonly string[];
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly scopeClaim: string;
  readonly accountsClaim: string;
}

/** The settings as they are read. */
export interface GivenAccess {
  readonly AUTH: 'none' | 'jwt' | undefined;
  readonly AUTH_JWKS: string | undefined;
  readonly AUTH_ISSUER: string | undefined;
  readonly AUTH_AUDIENCE: string | undefined;
  readonly AUTH_ALGORITHMS: string;
  readonly AUTH_SCOPE_CLAIM: string;
  readonly AUTH_ACCOUNTS_CLAIM: string;
}

/** Checks the settings together, and adds what is wrong to `problems`. */
export function tokenSettings(given: GivenAccess, isProduction: boolean, problems: string[]): TokenSettings | null {
  if (given.AUTH === undefined && isProduction) {
    problems.push('AUTH is missing. In production, set it to jwt, or to none if only trusted clients reach the address.');
  }
  const unused = (['AUTH_JWKS', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const).filter((name) => given[name] !== undefined);
  if (given.AUTH === undefined && unused.length > 0) problems.push(`${unused.join(', ')} would have no effect. Set AUTH to jwt, or to none.`);
  if (given.AUTH !== 'jwt') return null;
  for (const name of ['AUTH_JWKS', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const) if (given[name] === undefined) problems.push(`${name} is missing. AUTH=jwt needs it.`);
  const keys = list(given.AUTH_JWKS ?? '');
  if (given.AUTH_JWKS !== undefined && keys.length === 0) problems.push('AUTH_JWKS names no address and no file.');
  for (const place of keys) {
    const problem = problemOf(place, isProduction);
    if (problem !== null) problems.push(`AUTH_JWKS ${problem}`);
  }
  const algorithms = list(given.AUTH_ALGORITHMS);
  // With a public key as the secret of HS256, everybody could sign.
  if (algorithms.length === 0 || algorithms.some((algorithm) => !/^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/.test(algorithm))) {
    problems.push('AUTH_ALGORITHMS is not a list of algorithms with a public key: RS256, PS256, ES256 and so on, or EdDSA.');
  }
  // Otherwise the scopes would be names of accounts.
  if (given.AUTH_SCOPE_CLAIM === given.AUTH_ACCOUNTS_CLAIM) problems.push('AUTH_SCOPE_CLAIM and AUTH_ACCOUNTS_CLAIM name the same claim.');
  return { keys: keys.map((place) => (isAddress(place) ? new URL(place).href : place)), issuer: given.AUTH_ISSUER ?? '', audience: given.AUTH_AUDIENCE ?? '', algorithms, scopeClaim: given.AUTH_SCOPE_CLAIM, accountsClaim: given.AUTH_ACCOUNTS_CLAIM };
}

function problemOf(place: string, isProduction: boolean): string | null {
  if (!isAddress(place)) return isKeyFile(place) ? null : 'names a file that is missing, or has no list of keys.';
  const { protocol, hostname } = new URL(place);
  if (protocol === 'https:') return null;
  return protocol === 'http:' && isLoopback(hostname) && !isProduction ? null : 'has an address that is not https. Only outside production, http is allowed for this machine.';
}

/** Anything else is a file. */
function isAddress(place: string): boolean {
  return /^[a-z]+:\/\//i.test(place) && URL.canParse(place);
}

function isKeyFile(path: string): boolean {
  try {
    return Array.isArray((JSON.parse(readFileSync(path, 'utf8')) as { keys?: unknown }).keys);
  } catch {
    return false;
  }
}

function list(text: string): string[] {
  return text.split(',').map((member) => member.trim()).filter((member) => member !== '');
}
