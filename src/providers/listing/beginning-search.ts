import { doneOrAborted } from '../../upstream/done-or-aborted.js';
import type { Beginning } from './list-facts.js';
import { EARLIEST, type Slice, widthOf } from './slice.js';

const SECOND_MS = 1000;
const HOUR_MS = 60 * 60 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** An account is busy if a slice of a page's calls is narrower than this. All calls of any other account mostly fit into one answer. */
export const BUSY_WIDTH_MS = 2 * DAY_MS;
/** An account without a call in this time is not busy, unless it is known to have been. */
const QUIET_MS = 28 * DAY_MS;
/** A slice with too many calls is divided by this. */
const NARROWER = 5;
/** After a slice with few calls the next one is wider by this. */
const WIDER = 31;

/** When the calls of a slice were created, in epoch milliseconds. @throws ProviderError */
export type Look = (slice: Slice) => Promise<readonly number[] | 'too many'>;

/** How a walk looks, and until when it waits for another one that does. */
export interface Looking {
  readonly read: Look;
  readonly signal: AbortSignal;
}

/** How wide a look should be, by the number of calls in a span. In milliseconds. */
export type WidthFor = (span: Slice, calls: number) => number;

/** A search only finds the time in which the calls begin. */
export type FoundBeginning = Beginning & { readonly withinMs: number };

/** The busy time that was found, and where it may begin: slices of this width that end at these instants. Epoch milliseconds. */
interface Busy {
  readonly width: number;
  readonly latest: number;
  /** The earliest one that has calls. */
  withCalls: number;
  /** The latest one before it that has none. */
  without: number;
}

/** How far back a busy time was looked for. Epoch milliseconds. */
interface LookedBack {
  /** Where the list ends. */
  readonly to: number;
  end: number;
  width: number;
  /** Too many calls are between this instant and the end. */
  crowded: number;
}

/**
 * Looks at narrow slices for the beginning of a busy account's list, because a wide one may have more calls than can
 * be read. Each look is at the same time of the week, and then of the day, as the latest calls: few people call at
 * night. What was found is kept, so that a search that failed is continued.
 */
export class BeginningSearch {
  private lookedBack: LookedBack | null = null;
  private busy: Busy | null = null;
  /** The walk that searches now. The others wait, and then mostly find what it has found. */
  private inProgress: Promise<unknown> = Promise.resolve();

  /**
   * Null if the account is not busy: its last week has few calls, or its last four weeks have none. `to`: where the list
   * ends. `isBusy`: the account has many calls for certain, whenever that was. @throws ProviderError
   */
  async find(to: number, isBusy: boolean, { read, signal }: Looking, widthFor: WidthFor): Promise<FoundBeginning | null> {
    const before = this.inProgress;
    const found = doneOrAborted(before, signal).then(() => this.search(to, isBusy, read, widthFor));
    this.inProgress = Promise.allSettled([before, found]);
    return found;
  }

  private async search(to: number, isBusy: boolean, look: Look, widthFor: WidthFor): Promise<FoundBeginning | null> {
    this.busy ??= await this.findBusy(to, isBusy, look, widthFor);
    const { busy } = this;
    if (!busy) return null;
    for (let step = stepOf(busy); ; step = stepOf(busy)) {
      const newer = (busy.latest - busy.withCalls) / step;
      const older = (busy.latest - busy.without) / step;
      if (older - newer <= 1) return { at: Math.floor(busy.without - busy.width), withinMs: step + busy.width };
      // Their mean as orders of magnitude: most accounts are a year or two old.
      const middle = Math.min(older - 1, Math.max(newer + 1, Math.round(Math.sqrt(Math.max(1, newer) * older))));
      const end = busy.latest - middle * step;
      const times = await look({ from: Math.floor(end - busy.width), to: end });
      if (times === 'too many' || times.length > 0) busy.withCalls = Math.min(busy.withCalls, end);
      else busy.without = Math.max(busy.without, end);
    }
  }

  /** The latest span with many calls. */
  private async findBusy(to: number, isBusy: boolean, look: Look, widthFor: WidthFor): Promise<Busy | null> {
    const isContinued = this.lookedBack !== null && Math.abs(to - this.lookedBack.to) < HOUR_MS;
    const looked = isContinued && this.lookedBack ? this.lookedBack : { to, end: to, width: HOUR_MS, crowded: Number.NEGATIVE_INFINITY };
    this.lookedBack = looked;
    const weekBefore = looked.to - WEEK_MS;
    const earliest = isBusy ? EARLIEST : Math.max(EARLIEST, looked.to - QUIET_MS);
    while (looked.width >= SECOND_MS && looked.end > earliest) {
      const { end } = looked;
      // The first week as a whole.
      const slice = { from: Math.floor(Math.max(end > weekBefore ? weekBefore : EARLIEST, end - looked.width)), to: end };
      const times = await look(slice);
      if (times === 'too many') {
        looked.crowded = slice.from;
        looked.width = (end - slice.from) / NARROWER;
        continue;
      }
      const fitting = times.length > 0 ? widthFor(slice, times.length) : Number.POSITIVE_INFINITY;
      const hasWeek = slice.from <= weekBefore;
      // A Sunday says little of a week, unless it has many calls.
      if (fitting < widthOf(slice) || (hasWeek && fitting < BUSY_WIDTH_MS)) {
        const latest = times.reduce((one, other) => Math.max(one, other));
        return { width: fitting, latest, withCalls: latest, without: before(latest) };
      }
      looked.end = slice.from - 1;
      // Beyond a week, as much again as so far. But only half of the way to where too many are.
      const left = looked.end > looked.crowded ? (looked.end - looked.crowded) / 2 : Number.POSITIVE_INFINITY;
      looked.width = Math.min(hasWeek ? looked.to - looked.end : looked.width * WIDER, left);
      if (hasWeek && times.length > 0 && !isBusy) break;
    }
    return null;
  }
}

/** Weeks, then days. Where a look spans days, a week has few pages. */
function stepOf({ width, withCalls, without }: Busy): number {
  return withCalls - without > WEEK_MS || width >= DAY_MS ? WEEK_MS : DAY_MS;
}

/** An instant that is whole weeks before this one. No list goes back further. */
function before(instant: number): number {
  return instant - Math.max(1, Math.ceil((instant - EARLIEST) / WEEK_MS)) * WEEK_MS;
}
