import type { ListedCall } from './call-row.js';

/** Older than every vendor's data. The width of a slice with an open beginning is counted from here. */
export const EARLIEST = Date.UTC(2010, 0, 1);

/** A slice of time in epoch milliseconds, both ends included; `from` is -Infinity when it is open. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** All calls of a slice in any order, or 'too many' when the slice must be narrowed. */
export type SliceAnswer = ReadSlice | 'too many';

export interface ReadSlice {
  readonly calls: readonly ListedCall[];
  /** Rows that could not be read as calls. */
  readonly unreadable: number;
  /** The list changed while it was read, so calls may be missing. */
  readonly mayBeIncomplete?: boolean;
}

/** In milliseconds. */
export function widthOf({ from, to }: Slice): number {
  return Math.max(0, to - Math.max(from, EARLIEST));
}

/** Whether a call was created in a slice. */
export function isWithin({ from, to }: Slice, call: Pick<ListedCall, 'createdAt'>): boolean {
  const createdAt = call.createdAt.getTime();
  return createdAt >= from && createdAt <= to;
}
