import { createHash } from 'node:crypto';
import { canonical } from '../model/canonical.js';

/** Hash that identifies an input. Absent and null fields are equal. */
export function inputHash(request: object): string {
  return createHash('sha256').update(JSON.stringify(canonical(request))).digest('base64url');
}
