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

test('Whatever is believed of the list, all calls come, and each time is read once', async () => {
  const believed = fc.record({ callsPerMs: fc.option(fc.double({ min: 1e-12, max: 10, noNaN: true })), beginning: fc.option(fc.integer({ min: NOW - 5000 * DAY_MS, max: NOW + DAY_MS })) });
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

describe('What is learned of a list', () => {
  const kept: ListFacts[] = [];
  const shared = { recall: async () => kept.at(-1) ?? null, keep: (facts: ListFacts) => void kept.push(facts) };
  const learning = () => new LearnedList(SECOND_MS, FirstWidth.OF_ALL, shared);
  beforeEach(() => void kept.splice(0));

  test('is known to another process, whose first page is one request', async () => {
    const instants = instantsOf(3_000, 7);
    await readPage(unpaged(instants, learning()), WALK);
    const other = unpaged(instants, learning());
    await readPage(other, WALK);

    expect(other.requests).toBe(1);
    expect(other.rows).toBeLessThanOrEqual(10 * WANTED);
  });

  test('is told when it changes, and not with every page', async () => {
    const learned = learning();
    const instants = instantsOf(3_000, 7);
    for (let page = 0; page < 10; page++) await readPage(unpaged(instants, learned), { order: CallOrder.NEWEST_FIRST, from: Number.NEGATIVE_INFINITY, to: NOW - page * HOUR_MS });

    expect(kept.length).toBeLessThanOrEqual(2);
  });
});
