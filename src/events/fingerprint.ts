import { createHash } from 'node:crypto';
import type { Call } from '../model/call.js';

/** Hash of the fields that subscribers see. A different hash is a change; a different hint in the id is not. */
export function fingerprintOf(call: Call): string {
  const { recordings, details, contact, id: _, ...facts } = call;
  const seen = { ...facts, contact: contact && { ...contact, identity: null }, recordings: recordings.map(({ key, url }) => ({ key, url })), details };
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url');
}
