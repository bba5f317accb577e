/** Estimated bytes of one character, and of any value apart from its characters. */
const CHARACTER = 2;
const VALUE = 16;
/** Values nested deeper only refer back to their parents, as a recording refers to its call. */
const MAX_DEPTH = 4;

/** Estimates the memory of a value and everything it refers to, in bytes. */
export function bytesOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return VALUE + CHARACTER * value.length;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return VALUE;
  let bytes = VALUE;
  for (const name in value) bytes += bytesOf(value[name as keyof typeof value], depth + 1);
  return bytes;
}
