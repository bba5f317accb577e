/** A list without repetitions in pieces of at most `size`; none for no list. */
export function chunks<T>(list: readonly T[] | null | undefined, size: number): T[][] {
  const unique = [...new Set(list ?? [])];
  return Array.from({ length: Math.ceil(unique.length / size) }, (_, index) => unique.slice(index * size, (index + 1) * size));
}

/** Every combination of one member from each list, joined into one: a vendor's queries from their alternatives. */
export function cross<T extends object>(...lists: readonly (readonly Partial<T>[])[]): T[] {
  return lists.reduce<Partial<T>[]>((joined, next) => joined.flatMap((left) => next.map((right) => ({ ...left, ...right }))), [{}]) as T[];
}
