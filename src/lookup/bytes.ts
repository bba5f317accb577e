/** What a character, and what any value beside its characters, takes in memory, about. */
const CHARACTER = 2;
const VALUE = 16;

/** About how much memory a value takes, all that hangs on it included, in bytes. */
export function bytesOf(value: unknown, seen = new Set<object>()): number {
  if (typeof value === 'string') return VALUE + CHARACTER * value.length;
  if (typeof value !== 'object' || value === null || seen.has(value)) return VALUE;
  seen.add(value);
  let bytes = VALUE;
  for (const member of Object.values(value) as unknown[]) bytes += bytesOf(member, seen);
  return bytes;
}
