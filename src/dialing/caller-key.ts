import { createHash } from 'node:crypto';
import type { Caller } from '../access/caller.js';

/** An idempotency key as it is stored. It belongs to its caller, so that a guessed key replays nobody else's call. */
export function keyOf(key: string, caller: Caller['identity']): string {
  if (caller === null) return key;
  return `${createHash('sha256').update(JSON.stringify([caller.issuer, caller.subject])).digest('base64url')} ${key}`;
}
