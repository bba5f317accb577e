import { createHash } from 'node:crypto';
import type { PhoneCallRequest } from '../providers/phone-call-request.js';

/** Tells one input from another; absent and null fields are the same, and nothing can be read back out of it. */
export function inputHash(request: PhoneCallRequest): string {
  return createHash('sha256').update(JSON.stringify(canonical(request))).digest('base64url');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, canonical(member)]));
}
