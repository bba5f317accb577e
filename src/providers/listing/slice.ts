import type { Call } from '../../model/call.js';

/** No vendor of ours is older. Where the beginning of a slice is open, its width is reckoned from here. */
export const EARLIEST = Date.UTC(2010, 0, 1);

/** A slice of time in epoch milliseconds, both ends included; `from` is -Infinity where it is open. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Every call of a slice in any order; or that the slice holds too many to be read at once. */
export type SliceAnswer = ReadSlice | 'too many';

export interface ReadSlice {
  readonly calls: readonly Call[];
  /** Rows that could not be read as calls. */
  readonly unreadable: number;
  /** The list changed while it was read, so that calls may have been missed. */
  readonly mayBeIncomplete?: boolean;
}

/** In milliseconds. */
export function widthOf({ from, to }: Slice): number {
  return Math.max(0, to - Math.max(from, EARLIEST));
}

/** Whether a call was created in a slice. */
export function isWithin({ from, to }: Slice, call: Call): boolean {
  const createdAt = call.createdAt.getTime();
  return createdAt >= from && createdAt <= to;
}
