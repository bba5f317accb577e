import type { Call } from '../model/call.js';
import { timesOf } from './windows.js';

const SECOND_MS = 1000;
/** Two records of one call have starts that differ by at most this. */
const STARTS_WITHIN_MS = 5 * SECOND_MS;
/** A second call with the same numbers within this time makes a match a guess. */
const UNIQUE_WITHIN_MS = 120 * SECOND_MS;

/** How far the times of two calls are apart, whichever they have. */
function leastApart(a: Call, b: Call): number {
  return Math.min(...timesOf(a).flatMap((one) => timesOf(b).map((other) => Math.abs(one - other))));
}

/** How far their starts are apart. A call without a start began when the other one was created, or started. */
function startsApart(a: Call, b: Call): number {
  return a.startedAt && b.startedAt ? Math.abs(a.startedAt.getTime() - b.startedAt.getTime()) : leastApart(a, b);
}

/** The two numbers of a call. Null if one of them is withheld or no number: such calls have no likely match. */
export function numbersOf({ from, to }: Call): string | null {
  return from?.e164 && to?.e164 ? `${from.e164} ${to.e164}` : null;
}

/** Calls by their two numbers. */
export type CallsByNumbers = ReadonlyMap<string, readonly Call[]>;

/** Each call once, by its two numbers. Calls without two numbers or without a time are left out. */
export function byNumbers(calls: readonly Call[]): CallsByNumbers {
  const found = new Map<string, Call[]>();
  for (const call of new Map(calls.map((one) => [one.providerCallId, one])).values()) {
    const numbers = numbersOf(call);
    if (numbers !== null && !call.isTimeless) found.set(numbers, [...(found.get(numbers) ?? []), call]);
  }
  return found;
}

/**
 * The record at another account that is probably the same call, with the reasons. Null if there is none, or if it is
 * not the only one. `own` and `other`: all calls of the two accounts around that time.
 */
export function likelyMatch(call: Call, own: CallsByNumbers, other: CallsByNumbers): { call: Call; evidence: string[] } | null {
  const numbers = numbersOf(call);
  if (numbers === null || call.isTimeless) return null;
  const near = (one: Call, calls: CallsByNumbers) => (calls.get(numbers) ?? []).filter((another) => leastApart(one, another) <= UNIQUE_WITHIN_MS);
  const [match, ...others] = near(call, other);
  const apart = match ? startsApart(match, call) : Number.POSITIVE_INFINITY;
  if (!match || others.length > 0 || apart > STARTS_WITHIN_MS || near(match, other).length > 1) return null;
  const isOnly = [call, match].every((one) => near(one, own).every(({ providerCallId }) => providerCallId === call.providerCallId));
  if (!isOnly) return null;
  return { call: match, evidence: ['both have the same two numbers', `they started ${Number((apart / SECOND_MS).toFixed(1))} seconds apart`, 'neither account has another such call within two minutes'] };
}
