import { EARLIEST, type Slice } from './slice.js';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const WEEK_MS = 7 * DAY_MS;
/** A slice with too many calls is divided by this, and the next one after few calls multiplied by the other. */
const NARROWER = 5;
const WIDER = 31;

/** When the calls of a slice were created, in epoch milliseconds. @throws ProviderError */
export type Look = (slice: Slice) => Promise<readonly number[] | 'too many'>;

/** How wide a slice should be, by the number of calls in a span. In milliseconds. */
export type WidthFor = (span: Slice, calls: number) => number;

/** About where an account's calls begin. */
export interface FoundBeginning {
  /** Probably no call is older. Epoch milliseconds. */
  readonly at: number;
  /** A slice that begins there and has this width probably has calls. */
  readonly withinMs: number;
}

/** What was found so far: slices of this width that end at these instants. Epoch milliseconds. */
interface Known {
  readonly width: number;
  readonly latest: number;
  /** The earliest one that has calls. */
  withCalls: number;
  /** The latest one before it that has none. */
  without: number;
}

/**
 * Looks at narrow slices for the beginning of a busy account's list, because a wide one may have more calls than can
 * be read. Each look is at the same time of the week, and then of the day, as the latest calls: few people call at
 * night. What was found is kept, so that a search that failed is continued.
 */
export class BeginningSearch {
  private known: Known | null = null;

  /** Null if the account is not busy: a week has few calls then. `to`: where the list ends. @throws ProviderError */
  async find(to: number, firstWidth: number, look: Look, widthFor: WidthFor): Promise<FoundBeginning | null> {
    this.known ??= await findLatest(to, firstWidth, look, widthFor);
    const { known } = this;
    if (!known) return null;
    for (let step = stepOf(known); ; step = stepOf(known)) {
      const newer = (known.latest - known.withCalls) / step;
      const older = (known.latest - known.without) / step;
      if (older - newer <= 1) return { at: Math.floor(known.without - known.width), withinMs: step + known.width };
      // Their mean as orders of magnitude: most accounts are a year or two old.
      const middle = Math.min(older - 1, Math.max(newer + 1, Math.round(Math.sqrt(Math.max(1, newer) * older))));
      const end = known.latest - middle * step;
      const calls = await look({ from: Math.floor(end - known.width), to: end });
      // Another walk may have looked in the meantime.
      if (calls === 'too many' || calls.length > 0) known.withCalls = Math.min(known.withCalls, end);
      else known.without = Math.max(known.without, end);
    }
  }
}

/** Weeks, then days. Where a look spans days, a week has few pages. */
function stepOf({ width, withCalls, without }: Known): number {
  return withCalls - without > WEEK_MS || width >= DAY_MS ? WEEK_MS : DAY_MS;
}

/** The latest calls before an instant. Null if a week has few. */
async function findLatest(to: number, firstWidth: number, look: Look, widthFor: WidthFor): Promise<Known | null> {
  const weekBefore = to - WEEK_MS;
  let latest = Number.NEGATIVE_INFINITY;
  let calls = 0;
  let end = to;
  for (let width = firstWidth; width >= SECOND_MS && width < WEEK_MS && end > weekBefore; ) {
    const slice = { from: Math.floor(Math.max(weekBefore, end - width)), to: end };
    const found = await look(slice);
    if (found === 'too many') {
      width = (end - slice.from) / NARROWER;
      continue;
    }
    latest = found.reduce((one, other) => Math.max(one, other), latest);
    calls += found.length;
    end = slice.from - 1;
    const fitting = calls > 0 ? widthFor({ from: slice.from, to }, calls) : WEEK_MS;
    // A day says little of a week if it is a Sunday, unless it has many calls.
    if (fitting < DAY_MS || (end <= weekBefore && fitting < WEEK_MS)) return { width: fitting, latest, withCalls: latest, without: before(latest) };
    width = Math.min(width * WIDER, end - weekBefore);
  }
  return null;
}

/** Whole weeks before an instant, no list goes back further. */
function before(instant: number): number {
  return instant - Math.max(1, Math.ceil((instant - EARLIEST) / WEEK_MS)) * WEEK_MS;
}
