import { createHash } from 'node:crypto';
import { canonical } from '../model/canonical.js';

/** Tells one input from another; absent and null fields are the same, and nothing can be read back out of it. */
export function inputHash(request: object): string {
  return createHash('sha256').update(JSON.stringify(canonical(request))).digest('base64url');
}
