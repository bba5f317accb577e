import type { Call } from '../model/call.js';

/** Providers' clocks differ, and a call may wait for minutes between its creation and its start. */
export const BEFORE_MS = 15 * 60 * 1000;
const AFTER_MS = 5 * 60 * 1000;
/** Windows that are closer than this are read as one. Most lists are filtered by day. */
const JOINED_MS = 12 * 60 * 60 * 1000;

/** A span of time that is read at once, and the calls for which it is read. Epoch milliseconds. */
export interface Window {
  from: number;
  readonly to: number;
  readonly calls: Set<Call>;
}

/** The times of a call around which others are looked for, in epoch milliseconds. */
export type TimesOf = (call: Call) => readonly number[];

/** When a call was created, and when it started if it had to wait, in epoch milliseconds. None if it has no time. */
export function timesOf({ createdAt, startedAt, isTimeless }: Call): number[] {
  if (isTimeless) return [];
  return [...new Set([createdAt.getTime(), (startedAt ?? createdAt).getTime()])];
}

/** The windows around the times of some calls, the newest first. */
export function windowsAround(calls: readonly Call[], timesOf: TimesOf, beforeMs = BEFORE_MS): Window[] {
  const windows: Window[] = [];
  const instants = calls.flatMap((call) => timesOf(call).map((instant) => ({ call, instant })));
  for (const { call, instant } of instants.sort((a, b) => b.instant - a.instant)) {
    const from = instant - beforeMs;
    const to = instant + AFTER_MS;
    const last = windows.at(-1);
    if (last && to >= last.from - JOINED_MS) {
      last.from = Math.min(last.from, from);
      last.calls.add(call);
    } else windows.push({ from, to, calls: new Set([call]) });
  }
  return windows;
}
