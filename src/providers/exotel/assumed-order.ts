import type { Call } from '../../model/call.js';
import { type Assumption, cannotBeTold, doesNotHold, type Finding, holds, type Inquiry, shared } from '../assumptions/assumption.js';
import { aboutCalls, counted, type Sample } from '../assumptions/sample.js';
import { MAX_PAGE_SIZE } from './api.js';
import type { ExotelList } from './source.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Exotel allows a month for one request. */
const MOST_SPAN_MS = 27 * DAY_MS;
/** With ties, a window of so many calls still fits a page. */
const WINDOW_CALLS = 80;
const LEAST_CALLS = 4;

export interface FirstPage extends Sample {
  /** The cursor of the second page. Null if there is none. */
  readonly after: string | null;
}

/** A part of the list that was read twice: newest first by pages, and oldest first by its times. */
interface ReadTwice {
  readonly first: readonly Call[];
  readonly second: readonly Call[];
  /** Epoch milliseconds on whole seconds, both ends included. */
  readonly window: { readonly from: number; readonly to: number };
  readonly oldestFirst: readonly Call[];
  /** The window has more calls than a page. */
  readonly isCut: boolean;
}

/** What the feed needs of Exotel's list. In two requests besides the first page. */
export function listOrderAssumptions({ api, read, clock }: ExotelList, firstPage: (inquiry: Inquiry) => Promise<FirstPage>): Assumption[] {
  const twice = shared(async (inquiry: Inquiry): Promise<ReadTwice> => {
    const { calls: first, after } = await firstPage(inquiry);
    const second = after === null ? [] : read((await api.bulk({}, { pageSize: MAX_PAGE_SIZE, after }, inquiry.context)).rows).calls;
    const known = new Map([...first, ...second].filter(({ isTimeless }) => !isTimeless).map((call) => [call.providerCallId, call]));
    const window = windowIn([...known.values()].map(timeOf).sort((a, b) => b - a));
    const page = await api.bulk({}, { created: window, pageSize: MAX_PAGE_SIZE, oldestFirst: true }, inquiry.context);
    return { first, second, window, oldestFirst: read(page.rows).calls, isCut: page.after !== null };
  });
  const about = (facts: Pick<Assumption, 'id' | 'claim'>, judge: (read: ReadTwice) => Finding) =>
    aboutCalls({ ...facts, answersDepend: true }, firstPage, async ({ calls }, inquiry) => (calls.length < LEAST_CALLS ? cannotBeTold('It has too few recent calls.') : judge(await twice(inquiry))));
  return [
    about({ id: 'order', claim: 'Calls come newest first by DateCreated, and oldest first if asked for.' }, ({ first, second, oldestFirst }) => {
      const wrong = outOfOrder([...first, ...second].map(timeOf).reverse()) + outOfOrder(oldestFirst.map(timeOf));
      return wrong > 0 ? doesNotHold(`${counted(wrong, 'call')} are out of order.`) : holds(`So do ${counted(first.length + second.length + oldestFirst.length, 'call')}.`);
    }),
    about({ id: 'pages', claim: 'The second page goes on where the first one ends.' }, (answers) => goesOn(answers)),
    about({ id: 'filter-ends', claim: 'DateCreated filters to the second, and both ends are included.' }, (answers) => endsAreIncluded(answers, (end) => clock.widening(end))),
  ];
}

/** A part in the middle of the list, across the end of the first page if there are two. `times`: the newest first. */
function windowIn(times: readonly number[]): ReadTwice['window'] {
  const size = Math.min(WINDOW_CALLS, Math.ceil(times.length / 2));
  const start = times.length > MAX_PAGE_SIZE ? MAX_PAGE_SIZE - Math.ceil(size / 2) : Math.floor((times.length - size) / 2);
  const to = times[start] ?? 0;
  return { from: Math.max(times[Math.min(start + size - 1, times.length - 1)] ?? 0, to - MOST_SPAN_MS), to };
}

function outOfOrder(times: readonly number[]): number {
  return times.filter((time, index) => index > 0 && time < (times[index - 1] ?? 0)).length;
}

function goesOn({ first, second, window, oldestFirst, isCut }: ReadTwice): Finding {
  if (second.length === 0) return cannotBeTold('Its recent calls are on one page.');
  const known = new Set(first.map(({ providerCallId }) => providerCallId));
  const repeated = second.filter(({ providerCallId }) => known.has(providerCallId)).length;
  if (repeated > 0) return doesNotHold(`${counted(repeated, 'call')} of the first page are on the second too.`);
  for (const { providerCallId } of second) known.add(providerCallId);
  const skipped = oldestFirst.filter((call) => timeOf(call) > window.from && timeOf(call) < window.to && !known.has(call.providerCallId)).length;
  if (skipped > 0) return doesNotHold(`${counted(skipped, 'call')} between both are on neither.`);
  return isCut ? cannotBeTold('Too many calls are of the same time.') : holds('No call is on both, and none between them is missing.');
}

/** `widening`: how much wider than asked a window is near a clock change, in milliseconds. */
function endsAreIncluded({ first, second, window: { from, to }, oldestFirst, isCut }: ReadTwice, widening: (end: number) => number): Finding {
  const others = oldestFirst.filter((call) => !call.isTimeless && (timeOf(call) < from - widening(from) || timeOf(call) > to + widening(to)));
  if (others.length > 0) return doesNotHold(`It also lists ${counted(others.length, 'call')} of other times.`);
  if (isCut) return cannotBeTold('Too many calls are of the same time.');
  const found = new Set(oldestFirst.map(({ providerCallId }) => providerCallId));
  const missing = [...first, ...second].filter((call) => timeOf(call) >= from && timeOf(call) <= to && !found.has(call.providerCallId)).map(timeOf);
  const inside = missing.filter((time) => time > from && time < to).length;
  if (inside > 0) return doesNotHold(`It leaves out ${counted(inside, 'call')} of the time asked for.`);
  if (missing.length > 0) return doesNotHold(`It leaves out the calls of exactly ${missing.includes(from) ? 'the first' : 'the last'} second${missing.includes(from) && missing.includes(to) ? ', and of the last' : ''}.`);
  return holds(`${counted(oldestFirst.length, 'call')} of the time asked for, and no other.`);
}

function timeOf({ createdAt }: Call): number {
  return createdAt.getTime();
}
