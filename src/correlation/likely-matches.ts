import type { Call } from '../model/call.js';

const SECOND_MS = 1000;
/** Two records of one call have starts that differ by at most this. */
const STARTS_WITHIN_MS = 5 * SECOND_MS;
/** A second call with the same numbers within this time makes a match a guess. */
const UNIQUE_WITHIN_MS = 120 * SECOND_MS;

/** When a call started, in epoch milliseconds. */
function startOf({ startedAt, createdAt }: Call): number {
  return (startedAt ?? createdAt).getTime();
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
  const near = (instant: number, calls: CallsByNumbers) => (calls.get(numbers) ?? []).filter((one) => Math.abs(startOf(one) - instant) <= UNIQUE_WITHIN_MS);
  const start = startOf(call);
  const [match, ...others] = near(start, other);
  const apart = match ? Math.abs(startOf(match) - start) : Number.POSITIVE_INFINITY;
  if (!match || others.length > 0 || apart > STARTS_WITHIN_MS || near(startOf(match), other).length > 1) return null;
  const isOnly = [start, startOf(match)].every((instant) => near(instant, own).every(({ providerCallId }) => providerCallId === call.providerCallId));
  if (!isOnly) return null;
  return { call: match, evidence: ['both have the same two numbers', `they started ${Number((apart / SECOND_MS).toFixed(1))} seconds apart`, 'neither account has another such call within two minutes'] };
}
