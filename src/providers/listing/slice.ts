import type { Call } from '../../model/call.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Slices are not made narrower than this, because some vendors filter by whole days. */
export const NARROWEST_MS = DAY_MS;

/** A slice of time in epoch milliseconds, both ends included; `from` is -Infinity where it is open. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Every call of a slice in any order; or that the slice holds too many to be read at once. */
export type SliceAnswer = { readonly calls: readonly Call[]; readonly unreadable: number } | 'too many';

/** Whether a slice is so narrow that it has to be read, however much it holds. */
export function isNarrowest({ from, to }: Slice): boolean {
  return to - from <= NARROWEST_MS;
}

/** Whether a call was created in a slice. */
export function isWithin({ from, to }: Slice, call: Call): boolean {
  const createdAt = call.createdAt.getTime();
  return createdAt >= from && createdAt <= to;
}
