import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';
import { KeysUnavailable } from './access-error.js';
import { KeySource } from './key-source.js';

const TIMEOUT_MS = 5000;

/** The keys of an issuer, from one or more addresses or files. */
export class KeySet {
  /** Changes whenever a key is added or withdrawn. */
  version = 0;
  private readonly sources: readonly KeySource[];
  private find: JWTVerifyGetKey | null = null;

  /** `onFailed` is called for keys that can't be read. `now`: milliseconds of a clock that never goes back. */
  constructor(places: readonly string[], onFailed: (error: unknown) => void, now: () => number = () => performance.now()) {
    const onChanged = () => {
      this.version += 1;
      this.find = null;
    };
    this.sources = places.map((place) => new KeySource({ load: /^https?:/.test(place) ? remoteKeys(place) : () => keysIn(place), now, onChanged, onFailed }));
  }

  /** Reads keys again that are too old. Rejects never. */
  async refresh(): Promise<void> {
    if (this.sources.every(({ isFresh }) => isFresh)) return;
    await Promise.all(this.sources.map((source) => source.refresh()));
  }

  /** The key of a token. An unknown key is looked for again in all places. Rejects with KeysUnavailable if it may be in a place that can't be read. */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.among(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await Promise.all(this.sources.map((source) => source.readAgain()));
    try {
      return await this.among(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey && this.sources.some(({ mayHaveMore }) => mayHaveMore)) throw new KeysUnavailable();
      throw error;
    }
  };

  /** All places together: two of them may have different keys with the same id. */
  private among: JWTVerifyGetKey = (header, token) => {
    this.find ??= createLocalJWKSet({ keys: this.sources.flatMap(({ keys }): readonly JWK[] => keys) });
    return this.find(header, token);
  };
}

function remoteKeys(address: string): () => Promise<JSONWebKeySet> {
  const remote = createRemoteJWKSet(new URL(address), { timeoutDuration: TIMEOUT_MS });
  return async () => {
    await remote.reload();
    return remote.jwks() ?? { keys: [] };
  };
}

async function keysIn(path: string): Promise<JSONWebKeySet> {
  // Checks that it is a list of keys.
  return createLocalJWKSet(JSON.parse(await readFile(path, 'utf8')) as JSONWebKeySet).jwks();
}
