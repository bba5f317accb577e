import type { Days } from './api.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The number of an instant's UTC day, counted from 1970. Infinite for an infinite instant. */
export function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / DAY_MS);
}

/** The days from `first` to `last`, both included. An infinite end is open. */
export function daysFrom(first: number, last: number): Days {
  return { first: written(first), last: written(last) };
}

function written(day: number): string | null {
  return Number.isFinite(day) ? new Date(day * DAY_MS).toISOString().slice(0, 10) : null;
}
