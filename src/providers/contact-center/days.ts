import type { Call } from '../../model/call.js';
import { cannotBeTold, doesNotHold, type Finding, holds, type Inquiry } from '../assumptions/assumption.js';
import { counted } from '../assumptions/sample.js';
import type { ReadCalls } from '../read-rows.js';
import { type ContactCenterApi, MAX_LIMIT } from './api.js';

const QUARTER_HOUR_MS = 15 * 60 * 1000;
const DAY_MS = 96 * QUARTER_HOUR_MS;
/** Time zones range from twelve hours behind UTC to fourteen hours ahead. */
const OFFSETS_MS = Array.from({ length: 26 * 4 + 1 }, (_, index) => (index - 12 * 4) * QUARTER_HOUR_MS);

/**
 * What dateFrom and dateTo mean: the calls that come for one day, compared with those that come for the days around
 * it. Only a dateTo that is included, or excluded, with the days of one zone explains all of them.
 */
export async function daysAsAsked(api: ContactCenterApi, read: ReadCalls, sampled: readonly Call[], { context }: Inquiry): Promise<Finding> {
  const busiest = busiestDay(sampled);
  if (busiest === null) return cannotBeTold('Its calls have no time.');
  const day = { from: busiest, to: busiest + DAY_MS - 1 };
  const page = await api.calls({}, day, 1, MAX_LIMIT, context);
  const around = read(page.rows).calls;
  if (page.isFull) return cannotBeTold(`A few days have more than ${MAX_LIMIT} calls.`);
  const missing = missingIn(around, sampled.filter((call) => isOn(call, day.from)));
  if (missing > 0) return doesNotHold(`Asked for a day in every zone, it leaves out ${counted(missing, 'call')} of that day.`);
  const ofDays = async (last: number) => read((await api.callsOfDays(busiest, last, MAX_LIMIT, context)).rows).calls;
  const ofOne = await ofDays(busiest);
  const isIncluded = ofOne.length > 0;
  const found = isIncluded ? ofOne : await ofDays(busiest + DAY_MS);
  const fitting = OFFSETS_MS.filter((ahead) => isSame(found, around.filter((call) => isOn(call, busiest - ahead))));
  if (fitting.length === 0) return doesNotHold(`Asked for one day, it lists ${counted(found.length, 'call')}, which are not those of a day in any zone.`);
  return holds(`dateTo is ${isIncluded ? 'included' : 'left out'}. Its days fit zones from ${zoneOf(Math.min(...fitting))} to ${zoneOf(Math.max(...fitting))}.`);
}

/** The start of the day in UTC with the most calls, in epoch milliseconds. */
function busiestDay(calls: readonly Call[]): number | null {
  const counts = new Map<number, number>();
  for (const call of calls.filter(({ isTimeless }) => !isTimeless)) {
    const day = Math.floor(call.createdAt.getTime() / DAY_MS) * DAY_MS;
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function isOn({ createdAt }: Call, start: number): boolean {
  return createdAt.getTime() >= start && createdAt.getTime() < start + DAY_MS;
}

function missingIn(calls: readonly Call[], wanted: readonly Call[]): number {
  const ids = new Set(calls.map(({ providerCallId }) => providerCallId));
  return wanted.filter(({ providerCallId }) => !ids.has(providerCallId)).length;
}

function isSame(calls: readonly Call[], others: readonly Call[]): boolean {
  return calls.length > 0 && calls.length === others.length && missingIn(calls, others) === 0;
}

function zoneOf(aheadMs: number): string {
  const quarters = Math.abs(aheadMs) / QUARTER_HOUR_MS;
  return `UTC${aheadMs < 0 ? '-' : '+'}${Math.floor(quarters / 4)}:${String((quarters % 4) * 15).padStart(2, '0')}`;
}
