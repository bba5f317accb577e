import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { isScope, SCOPES } from './model/scope.js';

/** For teams without an identity provider: signs tokens with a key pair of its own, which it makes once. */

const ALGORITHM = 'EdDSA';
const ISSUER = 'switchboard-tokens';
const AUDIENCE = 'switchboard';
const USAGE = `npm run token -- [--subject <name>] [--scopes <scope,...>] [--accounts <account,...>] [--hours <number>]
  --subject   who uses the token; default: me
  --scopes    default: calls:read. All: ${SCOPES.join(',')}
  --accounts  the accounts that it may use; default: all
  --hours     how long it is valid; default: 24`;

if (existsSync('.env')) process.loadEnvFile('.env');
const folder = resolve(process.env['DATA_DIR'] ?? './data', 'tokens');
const privateFile = join(folder, 'private-key.json');
const publicFile = join(folder, 'jwks.json');

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(1);
}

function readOptions(): { subject: string; scopes: string[]; accounts: string[] | null; hours: number } {
  try {
    const texts = { type: 'string' } as const;
    const { values } = parseArgs({ options: { subject: texts, scopes: texts, accounts: texts, hours: texts } });
    const scopes = (values.scopes ?? 'calls:read').split(',').map((scope) => scope.trim());
    const unknown = scopes.filter((scope) => !isScope(scope));
    if (unknown.length > 0) return fail(`${unknown.join(', ')} is not a scope.`);
    const hours = Number(values.hours ?? 24);
    if (!(hours > 0 && hours <= 24 * 366)) return fail('--hours is not a number of hours up to a year.');
    return { subject: values.subject ?? 'me', scopes, accounts: values.accounts?.split(',').map((name) => name.trim()) ?? null, hours };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** The private key. Made at the first call, with its public key beside it. */
async function privateKey(): Promise<JWK> {
  if (existsSync(privateFile)) return JSON.parse(await readFile(privateFile, 'utf8')) as JWK;
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const own = await exportJWK(pair.privateKey);
  const shown = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(shown);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(privateFile, JSON.stringify({ ...own, kid, alg: ALGORITHM }), { mode: 0o600, flag: 'wx' });
  await writeFile(publicFile, JSON.stringify({ keys: [{ ...shown, kid, alg: ALGORITHM, use: 'sig' }] }), { mode: 0o644 });
  return { ...own, kid };
}

const { subject, scopes, accounts, hours } = readOptions();
const key = await privateKey();
const token = await new SignJWT({ scope: scopes.join(' '), ...(accounts && { accounts }) })
  .setProtectedHeader({ alg: ALGORITHM, ...(key.kid !== undefined && { kid: key.kid }) })
  .setIssuer(ISSUER)
  .setAudience(AUDIENCE)
  .setSubject(subject)
  .setIssuedAt()
  .setExpirationTime(Math.floor(Date.now() / 1000 + hours * 3600))
  .sign(await importJWK(key, ALGORITHM));

console.error(`Settings that accept tokens of this key:
  AUTH=jwt
  AUTH_JWKS=${publicFile}
  AUTH_ISSUER=${ISSUER}
  AUTH_AUDIENCE=${AUDIENCE}
The token, for ${subject}, with ${scopes.join(', ')}${accounts ? ` at ${accounts.join(', ')}` : ''}, for ${hours} hours:`);
console.log(token);
