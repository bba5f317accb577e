import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const ISSUER = 'bench';
const AUDIENCE = 'switchboard';
const ALGORITHM = 'ES256';

/** A token for what the benchmark asks, with the settings of a Switchboard that checks it. It lacks a scope, so that operations are looked at. */
export async function issueToken(folder) {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const keys = join(folder, 'jwks.json');
  writeFileSync(keys, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: ALGORITHM }] }));
  const token = await new SignJWT({ scope: 'calls:read personal:read recordings:read' })
    .setProtectedHeader({ alg: ALGORITHM, kid: 'bench' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject('bench')
    .setExpirationTime('2h')
    .sign(privateKey);
  return {
    headers: { authorization: `Bearer ${token}` },
    // A burst has 1,000 operations of one caller.
    settings: { AUTH: 'jwt', AUTH_JWKS: keys, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, CALLER_OPERATIONS: '1000', CALLER_REQUESTS_PER_MINUTE: '1000000' },
  };
}
