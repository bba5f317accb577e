import { type CallerIdentity, callerKey } from '../access/caller.js';

/** An idempotency key as it is stored. It belongs to its caller, so that a guessed key replays nobody else's call. */
export function keyOf(key: string, caller: CallerIdentity | null): string {
  return caller === null ? key : `${callerKey(caller)} ${key}`;
}
