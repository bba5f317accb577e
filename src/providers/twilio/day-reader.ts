import { addNewestRows, type CallRow } from '../listing/call-row.js';
import { isWithin, type Slice, type SliceAnswer } from '../listing/slice.js';
import type { PlaceRows } from '../read-rows.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { CallsQuery, Days, TwilioApi } from './api.js';
import { readFewPages, type ReadPage, readPages } from './pages.js';
import { QUEUED } from './to-call.js';
import { dayOf, daysFrom } from './utc-day.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Twilio filters by whole days. */
export const NARROWEST_MS = DAY_MS;
/** How long a call may wait before it is dialled. A guess: Twilio states none. */
const QUEUED_AT_MOST_MS = DAY_MS;
/** Several days with more pages than this are narrowed instead of read. */
const MOST_PAGES = 2;
const EVERY_DAY: Days = { first: null, last: null };

/** What a walk reads. */
export interface DayReaderParts {
  readonly api: TwilioApi;
  readonly place: PlaceRows;
  readonly query: CallsQuery;
  readonly oldestFirst: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Reads slices of Twilio's list for one walk. The list is filtered by the day of the dialling, and calls wait before
 * they are dialled, so a slice needs the day after it too. Each day is read once: calls that belong to a later slice
 * are held until it is read.
 */
export class DayReader {
  /** The days that were read; none if the first is after the last. */
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private held: readonly CallRow[] = [];
  private isQueueRead = false;

  constructor(private readonly parts: DayReaderParts) {}

  /** How many calls are held for later slices. */
  get size(): number {
    return this.held.length;
  }

  async readSlice(slice: Slice, mustRead: boolean, context: UpstreamContext): Promise<SliceAnswer> {
    const { query, oldestFirst } = this.parts;
    const found = addNewestRows(this.held, new Map());
    let unreadable = 0;
    const add = (rows: readonly unknown[]) => {
      const answer = this.parts.place(rows);
      unreadable += answer.unreadable;
      addNewestRows(answer.rows, found);
    };
    const until = slice.to + QUEUED_AT_MOST_MS;
    const isRecent = until >= this.parts.now();
    // Before the days: a call that leaves the queue meanwhile is then read twice, and not missed.
    const readsQueue = isRecent && !this.isQueueRead && (query.status ?? QUEUED) === QUEUED;
    if (readsQueue) {
      add(await readPages(this.pagesOf({ ...query, status: QUEUED }, EVERY_DAY, context)));
      // Kept also if the days turn out to be too many, so that it is read once.
      this.isQueueRead = true;
      this.held = [...found.values()];
    }
    const missing = query.status === QUEUED ? [] : this.missing(dayOf(slice.from), isRecent ? Number.POSITIVE_INFINITY : dayOf(until));
    for (const [first, last] of missing) {
      const readPage = this.pagesOf(query, daysFrom(first, last), context);
      const rows = mustRead || first === last ? await readPages(readPage) : await readFewPages(readPage, MOST_PAGES);
      if (rows === 'too many') return rows;
      add(rows);
    }
    for (const [first, last] of missing) {
      this.first = Math.min(this.first, first);
      this.last = Math.max(this.last, last);
    }
    const calls = [...found.values()];
    this.held = calls.filter(({ createdAt }) => (oldestFirst ? createdAt.getTime() > slice.to : createdAt.getTime() < slice.from));
    return { calls: calls.filter((row) => row.isTimeless || isWithin(slice, row)), unreadable };
  }

  /** The days from `first` to `last` that were not read yet. A walk goes one way, so they are before or after the others. */
  private missing(first: number, last: number): (readonly [first: number, last: number])[] {
    if (this.first > this.last) return [[first, last]];
    const before = [first, Math.min(last, this.first - 1)] as const;
    const after = [Math.max(first, this.last + 1), last] as const;
    return [before, after].filter(([from, to]) => from <= to && to > Number.NEGATIVE_INFINITY && from < Number.POSITIVE_INFINITY);
  }

  private pagesOf(query: CallsQuery, days: Days, context: UpstreamContext): ReadPage {
    return (next) => this.parts.api.calls(query, days, next, context);
  }
}
