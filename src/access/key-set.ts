import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 5000;
/** Unknown key ids cause at most one request in this time. A new key is accepted within it. */
const COOLDOWN_MS = 30_000;
/** Known keys are used for this long without reading them again. */
const MAX_AGE_MS = 10 * 60 * 1000;

/** The keys of one or more addresses or files. Tries each until one has the key of a token. */
export function keySetOf(places: readonly string[]): JWTVerifyGetKey {
  const sets = places.map((place) => (/^https?:/.test(place) ? remoteKeys(place) : fileKeys(place)));
  return async (header, token) => {
    let unknown: unknown = new errors.JWKSNoMatchingKey();
    for (const keys of sets) {
      try {
        return await keys(header, token);
      } catch (error) {
        // Another set may have the key. A set that can't be read counts more than one without the key.
        if (!(error instanceof errors.JWKSNoMatchingKey) || unknown instanceof errors.JWKSNoMatchingKey) unknown = error;
      }
    }
    throw unknown;
  };
}

function remoteKeys(address: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(address), { timeoutDuration: TIMEOUT_MS, cooldownDuration: COOLDOWN_MS, cacheMaxAge: MAX_AGE_MS });
}

/** Reads the file again for an unknown key, at most once in COOLDOWN_MS. */
function fileKeys(path: string): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  const read = async () => {
    keys = createLocalJWKSet(JSON.parse(await readFile(path, 'utf8')) as JSONWebKeySet);
    readAt = performance.now();
    return keys;
  };
  return async (header, token) => {
    try {
      return await (keys ?? (await read()))(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || performance.now() < readAt + COOLDOWN_MS) throw error;
      return (await read())(header, token);
    }
  };
}
