import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares hashes, which have the same length, so that the comparison takes constant time. */
export function isSameSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
