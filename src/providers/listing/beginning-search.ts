import { EARLIEST, type Slice } from './slice.js';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const WEEK_MS = 7 * DAY_MS;
/** A slice with too many calls is divided by this, and the next one after few calls multiplied by the other. */
const NARROWER = 5;
const WIDER = 31;

/** When the calls of a slice were created, in epoch milliseconds. */
export type Look = (slice: Slice) => Promise<readonly number[] | 'too many'>;

/** About where an account's calls begin. */
export interface FoundBeginning {
  /** Probably no call is older. Epoch milliseconds. */
  readonly at: number;
  /** A slice that begins there and has this width probably has calls. */
  readonly withinMs: number;
}

/**
 * Looks at narrow slices for the beginning of a busy account's list, because a wide one may have more calls than can
 * be read. Each look is at the same time of the week, and then of the day, as the latest calls: few people call at
 * night. `widthFor` has the width of a look, by the number of calls in a span. Null if the account is not busy: a week has few
 * calls then.
 */
export async function findBeginning(to: number, firstWidth: number, look: Look, widthFor: (span: Slice, calls: number) => number): Promise<FoundBeginning | null> {
  const busy = await findLatest(to, firstWidth, look, widthFor);
  if (!busy) return null;
  const { width } = busy;
  let end = busy.latest;
  // Where a look spans days, a week has few pages.
  const steps = width < DAY_MS ? [WEEK_MS, DAY_MS] : [WEEK_MS];
  for (const step of steps) {
    let withCalls = 0;
    let without = step === WEEK_MS ? Math.max(1, Math.ceil((end - EARLIEST) / WEEK_MS)) : WEEK_MS / DAY_MS;
    while (without - withCalls > 1) {
      // Their mean as orders of magnitude: most accounts are a year or two old, and none is known to be older.
      const middle = Math.min(without - 1, Math.max(withCalls + 1, Math.round(Math.sqrt(Math.max(1, withCalls) * without))));
      const calls = await look({ from: Math.floor(end - middle * step - width), to: end - middle * step });
      if (calls === 'too many' || calls.length > 0) withCalls = middle;
      else without = middle;
    }
    end -= withCalls * step;
  }
  const withinMs = width + (steps.at(-1) ?? 0);
  return { at: Math.floor(end - withinMs), withinMs };
}

/** The latest call before an instant, and the width of a look. Null if a week has few calls. */
async function findLatest(to: number, firstWidth: number, look: Look, widthFor: (span: Slice, calls: number) => number): Promise<{ readonly latest: number; readonly width: number } | null> {
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
    if (fitting < DAY_MS || (end <= weekBefore && fitting < WEEK_MS)) return { latest, width: fitting };
    width = Math.min(width * WIDER, end - weekBefore);
  }
  return null;
}
