import type { VendorClock } from './vendor-clock.js';

/** Exotel keeps six months, answers at most one month per request, and without dates the last 31 days (document 004). */
const HISTORY_MONTHS = 6;
const DEFAULT_WINDOW_MS = 31 * 24 * 60 * 60 * 1000;
const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;
/** Keeps requests this far inside Exotel's limits, because its clock and ours may differ. */
const CLOCK_MARGIN_MS = 60 * 60 * 1000;

/** Epoch milliseconds on whole seconds, both ends included. `isDefault`: the window that Exotel searches when no dates are sent. */
export interface HistoryWindow {
  readonly from: number;
  readonly to: number;
  readonly isDefault: boolean;
}

/** The oldest instant that Exotel can still return. */
export function horizon(clock: VendorClock, now: number): number {
  const horizon = ceilSecond(clock.monthsBefore(now, HISTORY_MONTHS)) + CLOCK_MARGIN_MS;
  return horizon + clock.widening(horizon);
}

/** The whole history, newest window first: the default window, then one window per month. */
export function historyWindows(clock: VendorClock, now: number): HistoryWindow[] {
  const defaultFrom = floorSecond(now - DEFAULT_WINDOW_MS) + CLOCK_MARGIN_MS;
  const older = monthsBackward(clock, horizon(clock, now), defaultFrom - 1000);
  return [{ from: defaultFrom, to: Number.POSITIVE_INFINITY, isDefault: true }, ...older];
}

/** A span in windows of at most a month, newest first or oldest first. */
export function windowsWithin(clock: VendorClock, from: number, to: number, oldestFirst: boolean): HistoryWindow[] {
  const windows = monthsBackward(clock, ceilSecond(from), floorSecond(to));
  return oldestFirst ? windows.reverse() : windows;
}

function monthsBackward(clock: VendorClock, from: number, to: number): HistoryWindow[] {
  const windows: HistoryWindow[] = [];
  for (let end = to; end >= from; ) {
    const monthBefore = floorSecond(aMonthBefore(clock, end));
    windows.push({ from: Math.max(from, monthBefore + 1000), to: end, isDefault: false });
    end = monthBefore;
  }
  return windows;
}

/**
 * One month before an instant, safe for every way to count: thirty days, but at most a calendar month. A calendar
 * month is shorter before March, and differs when counted backward and forward (30 September to 31 October).
 */
function aMonthBefore(clock: VendorClock, end: number): number {
  const before = Math.max(clock.monthsBefore(end, 1), end - THIRTY_DAYS_MS);
  // Near a clock change the request is a little wider than the window, so the window is made shorter.
  return before + Math.max(0, end - clock.monthsBefore(before, -1)) + clock.widening(before) + clock.widening(end);
}

function floorSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

function ceilSecond(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000) * 1000;
}
