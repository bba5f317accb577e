import fc from 'fast-check';
import { CallOrder } from '../../../src/model/call-order.js';
import { FirstWidth, LearnedList } from '../../../src/providers/listing/learned-list.js';
import type { Slice } from '../../../src/providers/listing/slice.js';
import { TimeSlicedSource } from '../../../src/providers/listing/time-sliced-source.js';
import { CountedList, DAY_MS, HOUR_MS, instantsOf, MONTH_MS, NOW, readPage, WANTED } from '../../support/counted-list.js';
import { runs } from '../../support/property.js';
import { contextOf } from '../../support/upstream-context.js';

describe.each([100, 3_000, 100_000])('The first page of an account with %d calls a month', (perMonth) => {
  const walks = {
    newest: { order: CallOrder.NEWEST_FIRST, from: Number.NEGATIVE_INFINITY, to: NOW },
    'three months ago': { order: CallOrder.NEWEST_FIRST, from: Number.NEGATIVE_INFINITY, to: NOW - 3 * MONTH_MS },
    'oldest of the last three months': { order: CallOrder.OLDEST_FIRST, from: NOW - 3 * MONTH_MS, to: NOW },
  };

  test.each(Object.entries(walks))('reads ten times its rows at most, in three requests at most: %s', async (_, walk) => {
    // Fewer accounts of the busiest kind, because each has half a million calls.
    const seeds = Array.from({ length: perMonth > 10_000 ? 3 : 40 }, (_one, index) => index + 1);
    const costs = [];
    for (const seed of seeds) {
      const list = new CountedList(instantsOf(perMonth, seed), 1000);
      expect((await readPage(list, walk)).length).toBeGreaterThanOrEqual(WANTED);
      costs.push({ requests: list.requests, rows: list.rows });
    }
    expect(Math.max(...costs.map(({ rows }) => rows))).toBeLessThanOrEqual(10 * WANTED);
    const tooMany = costs.filter(({ requests }) => requests > 3).length;
    // Only if chance leaves the first day without a call, or with one alone.
    expect(tooMany).toBeLessThanOrEqual(perMonth === 100 ? 4 : 0);
  });

  test('is one request of a few times its rows once the account is known', async () => {
    const instants = instantsOf(perMonth, 7);
    const learned = new LearnedList(1000, FirstWidth.OF_ALL);
    await readPage(new CountedList(instants, 1000, { learned }), walks.newest);
    const list = new CountedList(instants, 1000, { learned });
    await readPage(list, walks.newest);

    expect(list.requests).toBe(1);
    expect(list.rows).toBeLessThanOrEqual(5 * WANTED);
  });
});

test.each([100, 3_000, 100_000])('A list that is filtered by day, with %d calls a month, is read by whole days, and of the first page no more days than needed', async (perMonth) => {
  const instants = instantsOf(perMonth, 3);
  for (const order of [CallOrder.NEWEST_FIRST, CallOrder.OLDEST_FIRST]) {
    const list = new CountedList(instants, DAY_MS, { learned: new LearnedList(0, FirstWidth.OF_ALL), isByDay: true });
    const slices: Slice[] = [];
    const read = (slice: Slice) => {
      slices.push(slice);
      return list.read(slice);
    };
    const from = NOW - 3 * MONTH_MS;
    const source = new TimeSlicedSource({ order, from, to: NOW, wanted: WANTED }, { ...list, read, narrowestMs: DAY_MS, isByDay: true });
    for (let calls = 0; calls < WANTED; ) calls += (await source.next(contextOf())).calls.length;

    expect(slices.length).toBeLessThanOrEqual(3);
    expect(list.rows).toBeLessThanOrEqual(Math.max(10 * WANTED, (perMonth / 30) * 1.2));
    // Only the ends of the walk lie within a day.
    const ends = slices.flatMap((slice) => [slice.from, slice.to + 1]).filter((end) => end !== from && end !== NOW + 1);
    expect(ends.filter((end) => end % DAY_MS !== 0)).toEqual([]);
  }
});

test('A page is full or has all calls, whatever is learned, in a number of requests that grows slowly with the time it spans', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 10 * 365 }), { maxLength: 120 }), fc.constantFrom(CallOrder.NEWEST_FIRST, CallOrder.OLDEST_FIRST), async (daysAgo, order) => {
      const list = new CountedList(daysAgo.map((days) => NOW - days * DAY_MS), 1000);
      const walk = { order, from: order === CallOrder.NEWEST_FIRST ? Number.NEGATIVE_INFINITY : NOW - 11 * 365 * DAY_MS, to: NOW };

      expect((await readPage(list, walk)).length).toBeGreaterThanOrEqual(Math.min(WANTED, daysAgo.length));
      expect(list.requests).toBeLessThanOrEqual(15);
    }),
    runs(200),
  );
});

test.each([0, 1, 1000])('A list that always has too many calls is read at its narrowest, which is %d ms', async (narrowestMs) => {
  const narrowest: Slice[] = [];
  const read = async (slice: Slice, mustRead: boolean) => {
    if (!mustRead) return 'too many' as const;
    narrowest.push(slice);
    return { calls: [], unreadable: 0 };
  };
  for (const order of [CallOrder.NEWEST_FIRST, CallOrder.OLDEST_FIRST]) {
    const source = new TimeSlicedSource({ order, from: NOW - HOUR_MS + 0.25, to: NOW + 0.5, wanted: 10 }, { read, narrowestMs, learned: new LearnedList(narrowestMs, FirstWidth.OF_ALL) });
    await source.next(contextOf());
  }

  expect(narrowest.map(({ from, to }) => to - from)).toEqual([Math.max(1, narrowestMs), Math.max(1, narrowestMs)]);
});

test('Every millisecond of a walk is in one slice, whatever widths are learned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3 * HOUR_MS), { maxLength: 60 }), fc.constantFrom(CallOrder.NEWEST_FIRST, CallOrder.OLDEST_FIRST), fc.integer({ min: 1, max: 9 }), async (ago, order, wanted) => {
      const list = new CountedList(ago.map((milliseconds) => NOW - milliseconds), 1000, { learned: new LearnedList(1000, HOUR_MS / 7) });
      const slices: Slice[] = [];
      const read = (slice: Slice) => {
        slices.push(slice);
        return list.read(slice);
      };
      const source = new TimeSlicedSource({ order, from: NOW - 3 * HOUR_MS, to: NOW, wanted }, { ...list, narrowestMs: list.narrowestMs, read });
      for (let isOver = false; !isOver; ) isOver = (await source.next(contextOf())).exhausted;

      const inOrder = slices.toSorted((a, b) => a.from - b.from);
      expect(inOrder.map(({ from }) => from)).toEqual([NOW - 3 * HOUR_MS, ...inOrder.slice(0, -1).map(({ to }) => to + 1)]);
      expect(inOrder.every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to))).toBe(true);
    }),
    runs(200),
  );
});
