/** A reproducible stream of random values. */
export interface Random {
  /** A float from 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
  /** An integer from `min` to `max`, both inclusive. */
  integer(min: number, max: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Up to `count` distinct members of `from`, in their original order. */
  sample<T>(from: readonly T[], count: number): T[];
  shuffle<T>(items: readonly T[]): T[];
  /** Lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

/** The same seed gives the same stream. The generator is mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (min: number, max: number) => min + Math.floor(fraction() * (max - min + 1));
  const hex = (length: number): string => {
    let digits = '';
    while (digits.length < length) digits += integer(0, 0xffffffff).toString(16).padStart(8, '0');
    return digits.slice(0, length);
  };
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: fraction() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);

  return {
    fraction,
    integer,
    hex,
    shuffle,
    chance: (probability) => fraction() < probability,
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new RangeError('pick needs at least one item');
      return from[integer(0, from.length - 1)] as T;
    },
    sample: <T>(from: readonly T[], count: number): T[] => {
      const chosen = new Set(shuffle([...from.keys()]).slice(0, count));
      return from.filter((_, index) => chosen.has(index));
    },
    uuid: () => {
      const variant = integer(8, 11).toString(16);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
  };
}
