/** Splits a list, without duplicates, into chunks of at most `size`; no chunks for no list. */
export function chunks<T>(list: readonly T[] | null | undefined, size: number): T[][] {
  const unique = [...new Set(list ?? [])];
  return Array.from({ length: Math.ceil(unique.length / size) }, (_, index) => unique.slice(index * size, (index + 1) * size));
}

/** Merges one member of each list, in every combination: makes a vendor's queries from alternatives. */
export function cross<T extends object>(...lists: readonly (readonly Partial<T>[])[]): T[] {
  return lists.reduce<Partial<T>[]>((joined, next) => joined.flatMap((left) => next.map((right) => ({ ...left, ...right }))), [{}]) as T[];
}
