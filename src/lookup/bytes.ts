/** What a character, and what any value beside its characters, takes in memory, about. */
const CHARACTER = 2;
const VALUE = 16;
/** Below this a value only leads back to what holds it, as a recording does to its call. */
const DEEPEST = 4;

/** About how much memory a value takes with what hangs on it, in bytes. */
export function bytesOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return VALUE + CHARACTER * value.length;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return VALUE;
  let bytes = VALUE;
  for (const name in value) bytes += bytesOf(value[name as keyof typeof value], depth + 1);
  return bytes;
}
