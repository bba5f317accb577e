import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { LearnedList } from './learned-list.js';
import type { Slice, SliceAnswer } from './slice.js';

/** A vendor's list that is read in time slices. */
export interface SlicedList {
  /** Reads a slice. With `mustRead` the slice cannot be narrowed further, so 'too many' is not allowed. @throws ProviderError */
  readonly read: (slice: Slice, mustRead: boolean, context: UpstreamContext) => Promise<SliceAnswer>;
  /** The resolution of the vendor's time filter, in milliseconds. */
  readonly narrowestMs: number;
  /** The vendor filters by whole days, so that a slice that begins and ends with one reads no day in vain. */
  readonly isByDay?: boolean;
  /** A slice with too many calls costs as much as can be read, since the vendor neither counts nor pages them. */
  readonly isUnpaged?: boolean;
  readonly learned: LearnedList;
  readonly contacts?: readonly string[] | undefined;
  /** How many calls it keeps for later slices. Absent if it keeps none. */
  readonly held?: () => number;
  /** The graph filters the vendor's answers, so wanted calls are sparser than the list. */
  readonly isSparse?: boolean;
}
