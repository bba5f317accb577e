import { type CallOrder } from '../../src/model/call-order.js';
import type { Call } from '../../src/model/call.js';
import { FirstWidth, LearnedList } from '../../src/providers/listing/learned-list.js';
import type { Slice, SliceAnswer } from '../../src/providers/listing/slice.js';
import { TimeSlicedSource } from '../../src/providers/listing/time-sliced-source.js';
import { contextOf } from './upstream-context.js';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const MONTH_MS = 30 * DAY_MS;
export const NOW = Date.UTC(2026, 5, 15, 12);
/** How many calls a walk needs. */
export const WANTED = 51;

export interface CountedListOptions {
  readonly learned?: LearnedList;
  readonly isByDay?: boolean;
  readonly isUnpaged?: boolean;
  /** An answer with more calls is cut off. */
  readonly most?: number;
}

/** A list of calls at these instants, which counts what it is asked for. */
export class CountedList {
  requests = 0;
  rows = 0;
  cutOff = 0;
  readonly slices: Slice[] = [];
  readonly learned: LearnedList;
  readonly isByDay: boolean;
  readonly isUnpaged: boolean;
  private readonly most: number;

  constructor(
    private readonly instants: readonly number[],
    readonly narrowestMs: number,
    { learned, isByDay = false, isUnpaged = false, most = Number.POSITIVE_INFINITY }: CountedListOptions = {},
  ) {
    this.learned = learned ?? new LearnedList(narrowestMs, FirstWidth.OF_ALL);
    this.isByDay = isByDay;
    this.isUnpaged = isUnpaged;
    this.most = most;
  }

  readonly read = async (slice: Slice): Promise<SliceAnswer> => {
    this.requests += 1;
    const calls = this.instants.filter((instant) => instant >= slice.from && instant <= slice.to).map((instant, index) => ({ providerCallId: String(index), createdAt: new Date(instant), isTimeless: false }) as Call);
    this.rows += Math.min(this.most, calls.length);
    if (calls.length > this.most) {
      this.cutOff += 1;
      return 'too many';
    }
    this.slices.push(slice);
    return { calls, unreadable: 0 };
  };
}

/** Reads until a page is full or there are no more calls. Returns when the calls were created. */
export async function readPage(list: CountedList, walk: { order: CallOrder; from: number; to: number }, signal?: AbortSignal): Promise<number[]> {
  const source = new TimeSlicedSource({ ...walk, wanted: WANTED }, list);
  for (const instants: number[] = []; ; ) {
    const batch = await source.next(contextOf(signal && { signal }));
    instants.push(...batch.calls.map(({ createdAt }) => createdAt.getTime()));
    if (batch.exhausted || instants.length >= WANTED) return instants;
  }
}

/** Instants of some months until now, as evenly as chance makes them. The newest comes first. */
export function instantsOf(perMonth: number, seed: number, months = 5): number[] {
  const gap = MONTH_MS / perMonth;
  const instants: number[] = [];
  let state = seed;
  for (let instant = NOW; instant > NOW - months * MONTH_MS; ) {
    instants.push(instant);
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    instant -= Math.round(-Math.log((state + 1) / 2 ** 32) * gap);
  }
  return instants;
}
