import fc from 'fast-check';
import { CallOrder } from '../../../src/model/call-order.js';
import { FirstWidth, LearnedList } from '../../../src/providers/listing/learned-list.js';
import type { ListFacts } from '../../../src/providers/listing/list-facts.js';
import type { Slice } from '../../../src/providers/listing/slice.js';
import { CountedList, DAY_MS, HOUR_MS, instantsOf, NOW, readPage, WANTED } from '../../support/counted-list.js';
import { runs } from '../../support/property.js';

const SECOND_MS = 1000;
/** About what fits into an answer. */
const MOST = 7000;
/** The oldest calls, without a beginning. */
const WALK = { order: CallOrder.OLDEST_FIRST, from: Number.NEGATIVE_INFINITY, to: NOW };

const isOfficeHour = (instant: number) => {
  const time = new Date(instant);
  return time.getUTCDay() % 6 !== 0 && time.getUTCHours() >= 9 && time.getUTCHours() < 18;
};

const unpaged = (instants: readonly number[], learned?: LearnedList) => new CountedList(instants, SECOND_MS, { isUnpaged: true, most: MOST, ...(learned && { learned }) });

describe.each([
  { perMonth: 100, months: 5, requests: 4, rows: 1000 },
  { perMonth: 3_000, months: 1, requests: 18, rows: 50 * WANTED },
  { perMonth: 3_000, months: 24, requests: 18, rows: 50 * WANTED },
  { perMonth: 100_000, months: 1, requests: 18, rows: 100 * WANTED },
  { perMonth: 100_000, months: 8, requests: 18, rows: 100 * WANTED },
])('The oldest calls of an account with $perMonth calls a month, which is $months months old', ({ perMonth, months, requests, rows }) => {
  const all = instantsOf(perMonth, 11, months);
  const accounts = { 'at any hour': all, 'in office hours': all.filter(isOfficeHour) };

  test.each(Object.entries(accounts))('are found without an answer that is cut off, and by one request or two the next time: calls %s', async (_, instants) => {
    const list = unpaged(instants);
    const page = await readPage(list, WALK);

    expect(page.slice(0, WANTED)).toEqual(instants.toReversed().slice(0, WANTED));
    expect(list.cutOff).toBe(0);
    expect(list.requests).toBeLessThanOrEqual(requests);
    expect(list.rows).toBeLessThanOrEqual(rows);

    const again = unpaged(instants, list.learned);
    expect((await readPage(again, WALK)).slice(0, WANTED)).toEqual(page.slice(0, WANTED));
    // The other one, if the first weeks had fewer calls than the latest ones.
    expect(again.requests).toBeLessThanOrEqual(2);
    expect(again.rows).toBeLessThanOrEqual(20 * WANTED);
  });
});

test('At night and after a weekend, too, the looks are at hours with calls', async () => {
  const instants = instantsOf(100_000, 5, 3).filter(isOfficeHour);
  const list = unpaged(instants);
  const to = NOW - 9 * HOUR_MS;
  const page = await readPage(list, { ...WALK, to });

  expect(page.slice(0, WANTED)).toEqual(instants.toReversed().slice(0, WANTED));
  expect(list.cutOff).toBe(0);
  expect(list.requests).toBeLessThanOrEqual(20);
});

test('A search that fails is continued, also by another walk', async () => {
  const instants = instantsOf(100_000, 11, 8);
  const undisturbed = unpaged(instants);
  const page = await readPage(undisturbed, WALK);

  const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL);
  let requests = 0;
  for (let failures = 0; ; failures++) {
    const list = unpaged(instants, learned);
    const read = async (slice: Slice) => {
      // Each walk gets three answers.
      if (list.requests === 3) throw new Error('The vendor is slow.');
      return list.read(slice);
    };
    const found = await readPage(Object.assign(Object.create(list) as CountedList, { read }), WALK).catch(() => null);
    requests += list.requests;
    if (found) {
      expect(found.slice(0, WANTED)).toEqual(page.slice(0, WANTED));
      expect(failures).toBeGreaterThan(2);
      break;
    }
  }
  expect(requests).toBeLessThanOrEqual(undisturbed.requests + 3);
});

test.each([0, 5, SECOND_MS, HOUR_MS])('A page that ends %i ms after the first call makes later pages no dearer', async (milliseconds) => {
  const instants = instantsOf(100_000, 11, 8);
  const list = unpaged(instants);
  await readPage(list, WALK);
  const first = instants.at(-1) ?? 0;
  await readPage(unpaged(instants, list.learned), { ...WALK, to: first + milliseconds });

  const requests: number[] = [];
  for (let time = 0; time < 3; time++) {
    const again = unpaged(instants, list.learned);
    expect((await readPage(again, WALK)).slice(0, WANTED)).toEqual(instants.toReversed().slice(0, WANTED));
    requests.push(again.requests);
  }
  expect(Math.max(...requests)).toBeLessThanOrEqual(5);
  expect(requests.at(-1)).toBeLessThanOrEqual(2);
});

test('A walk through a dense hour makes the oldest calls dearer for a few pages only', async () => {
  const quiet = instantsOf(3000, 11, 8);
  const dense = Array.from({ length: 3600 }, (_, second) => NOW - second * SECOND_MS);
  const list = unpaged([...dense, ...quiet]);
  await readPage(list, WALK);
  await readPage(unpaged([...dense, ...quiet], list.learned), { ...WALK, from: NOW - HOUR_MS });
  let last = list;
  for (let time = 0; time < 8; time++) {
    last = unpaged([...dense, ...quiet], list.learned);
    await readPage(last, WALK);
    expect(last.requests).toBeLessThanOrEqual(8);
  }
  expect(last.requests).toBeLessThanOrEqual(2);
});

test('Walks that begin at the same time search together', async () => {
  const instants = instantsOf(100_000, 11, 8);
  const alone = unpaged(instants);
  await readPage(alone, WALK);

  const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL);
  const lists = Array.from({ length: 20 }, () => unpaged(instants, learned));
  const pages = await Promise.all(lists.map((list, index) => readPage(list, { ...WALK, to: NOW + index })));

  for (const page of pages) expect(page.slice(0, WANTED)).toEqual(instants.toReversed().slice(0, WANTED));
  expect(lists.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(alone.requests + 3 * lists.length);
});

test('A walk does not wait for the search of another one longer than its own time', async () => {
  const instants = instantsOf(100_000, 11, 1);
  const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL);
  const hanging = unpaged(instants, learned);
  void readPage(Object.assign(Object.create(hanging) as CountedList, { read: () => new Promise(() => undefined) }), WALK);
  const ended = new AbortController();
  const list = unpaged(instants, learned);
  const page = readPage(list, WALK, ended.signal);
  ended.abort();
  expect((await page).slice(0, WANTED)).toEqual(instants.toReversed().slice(0, WANTED));
});

test('The newest calls of a busy account cost no answers that are cut off, also at night and after a weekend', async () => {
  const instants = instantsOf(30_000, 5, 2).filter(isOfficeHour);
  const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL);
  const walk = { order: CallOrder.NEWEST_FIRST, from: Number.NEGATIVE_INFINITY };
  // Wednesday noon, from which it knows the account.
  const start = Date.UTC(2026, 5, 3, 12);
  await readPage(unpaged(instants.filter((one) => one <= start), learned), { ...walk, to: start });
  for (let hour = 1; hour <= 7 * 24; hour++) {
    const to = start + hour * HOUR_MS;
    const list = unpaged(instants.filter((one) => one <= to), learned);
    await readPage(list, { ...walk, to });
    expect({ cutOff: list.cutOff, isCheap: list.requests <= 5 }).toEqual({ cutOff: 0, isCheap: true });
  }
});

test('Whatever is believed of the list, all calls come, and each time is read once', async () => {
  const density = fc.option(fc.double({ min: 1e-12, max: 10, noNaN: true }));
  const believed = fc.record({ newest: density, oldest: density, beginning: fc.option(fc.record({ at: fc.integer({ min: NOW - 5000 * DAY_MS, max: NOW + DAY_MS }), withinMs: fc.option(fc.integer({ min: 1, max: 40 * DAY_MS })) })) });
  const hoursAgo = fc.array(fc.integer({ min: 0, max: 3 * 365 * 24 }), { maxLength: 150 });
  await fc.assert(
    fc.asyncProperty(hoursAgo, believed, fc.integer({ min: 1, max: 200 }), async (hours, facts, most) => {
      const instants = [...new Set(hours)].sort((a, b) => b - a).map((one) => NOW - one * HOUR_MS);
      const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL, { recall: async () => facts, keep: () => undefined });
      const list = new CountedList(instants, SECOND_MS, { isUnpaged: true, most, learned });

      expect(await readPage(list, WALK)).toEqual(instants.slice(0, Math.max(WANTED, (await readPage(list, WALK)).length)));
    }),
    runs(300),
  );
});

describe.each([
  ['one call long before all others', [Date.UTC(1999, 5, 1)], 24],
  ['three calls to try it', [Date.UTC(2019, 3, 1), Date.UTC(2019, 3, 2), Date.UTC(2019, 3, 9)], 24],
  ['forty calls years before', Array.from({ length: 40 }, (_, index) => Date.UTC(2021, 3, 1) + index * DAY_MS), 12],
])('A busy account with %s', (_, early, months) => {
  const instants = [...instantsOf(100_000, 3, months), ...early.toReversed()];

  test('has no answer that is cut off, neither on the first page nor on later ones', async () => {
    const first = unpaged(instants);
    const page = (await readPage(first, WALK)).slice(0, WANTED);
    expect(page).toEqual(instants.toReversed().slice(0, WANTED));
    expect({ cutOff: first.cutOff, isCheap: first.requests <= 20 }).toEqual({ cutOff: 0, isCheap: true });
    for (let time = 0; time < 3; time++) {
      const list = unpaged(instants, first.learned);
      expect((await readPage(list, WALK)).slice(0, WANTED)).toEqual(page);
      expect({ cutOff: list.cutOff, isCheap: list.requests <= 4 }).toEqual({ cutOff: 0, isCheap: true });
    }
  });
});

test.each([
  ['', 8, 0, 1],
  [', but for few calls', 366, 40, 8],
])('The oldest calls of an account that was busy and is not any more%s are found in a limited number of requests, and in few the next time', async (_, days, since, cutOff) => {
  const instants = [...Array.from({ length: since }, (_one, index) => NOW - index * 9 * DAY_MS), ...instantsOf(100_000, 3, 6).map((instant) => instant - days * DAY_MS)];
  const list = unpaged(instants);
  const page = (await readPage(list, WALK)).slice(0, WANTED);

  expect(page).toEqual(instants.toReversed().slice(0, WANTED));
  expect(list.cutOff).toBeLessThanOrEqual(cutOff);
  expect(list.requests).toBeLessThanOrEqual(40);
  const again = unpaged(instants, list.learned);
  expect((await readPage(again, WALK)).slice(0, WANTED)).toEqual(page);
  expect({ cutOff: again.cutOff, isCheap: again.requests <= 3 }).toEqual({ cutOff: 0, isCheap: true });
});

test('Pages of an old era do not make those of today dearer', async () => {
  const quiet = instantsOf(100, 3, 36).map((instant) => instant - 365 * DAY_MS);
  const instants = [...instantsOf(100_000, 3, 12), ...quiet];
  const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL);
  const newest = { order: CallOrder.NEWEST_FIRST, from: Number.NEGATIVE_INFINITY, to: NOW };
  await readPage(unpaged(instants, learned), newest);
  for (let time = 0; time < 3; time++) {
    await readPage(unpaged(instants, learned), WALK);
    await readPage(unpaged(instants, learned), { ...newest, to: NOW - 1000 * DAY_MS });
    const list = unpaged(instants, learned);
    await readPage(list, newest);
    expect({ requests: list.requests, cutOff: list.cutOff }).toEqual({ requests: 1, cutOff: 0 });
  }
});

describe('What is learned of a list', () => {
  const kept: ListFacts[] = [];
  const shared = { recall: async () => kept.at(-1) ?? null, keep: (facts: ListFacts) => void kept.push(facts) };
  const learning = () => new LearnedList(SECOND_MS, FirstWidth.OF_ALL, shared);
  beforeEach(() => void kept.splice(0));

  test('is known to another process, whose first page is a request or two', async () => {
    const instants = instantsOf(3_000, 7);
    await readPage(unpaged(instants, learning()), WALK);
    const other = unpaged(instants, learning());
    await readPage(other, WALK);

    expect(other.requests).toBeLessThanOrEqual(2);
    expect(other.rows).toBeLessThanOrEqual(10 * WANTED);
  });

  test('is told when it changes, and not with every page', async () => {
    let now = 0;
    const learned = new LearnedList(SECOND_MS, FirstWidth.OF_ALL, shared, () => now);
    const instants = instantsOf(100_000, 7, 1).filter(isOfficeHour);
    for (let page = 0; page < 200; page++) {
      await readPage(unpaged(instants, learned), { order: CallOrder.NEWEST_FIRST, from: Number.NEGATIVE_INFINITY, to: NOW - (page % 100) * HOUR_MS });
      now += 10_000;
    }
    // Every ten minutes at most.
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(4);
  });
});
