import '../../../src/providers/registry.js';
import fc from 'fast-check';
import { CallOrder } from '../../../src/model/call-order.js';
import { CallDirection } from '../../../src/model/call-direction.js';
import { CallStatus } from '../../../src/model/call-status.js';
import { Call } from '../../../src/model/call.js';
import { compareCalls, comparePlaces, compareTimes, keyOf, startOf } from '../../../src/model/feed-order.js';
import { CallRow } from '../../../src/providers/listing/call-row.js';
import { LearnedList } from '../../../src/providers/listing/learned-list.js';
import { TimeSlicedSource } from '../../../src/providers/listing/time-sliced-source.js';
import type { ListBatch } from '../../../src/providers/provider.js';
import { placeRows, readRows } from '../../../src/providers/read-rows.js';
import { runs } from '../../support/property.js';
import { contextOf } from '../../support/upstream-context.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const NOW = Date.UTC(2026, 5, 15, 12);

const callAt = (providerCallId: string, createdAt: Date | null) =>
  new Call({ provider: 'CONTACT_CENTER', providerCallId, createdAt, foundByTime: true, status: CallStatus.COMPLETED, direction: CallDirection.INBOUND, details: {} });

/** A list of calls at these minutes before now, null for a call without a time. Counts requests, and rows that became calls. */
class Rows {
  requests = 0;
  readonly made: string[] = [];
  readonly calls: readonly Call[];
  private readonly rows: readonly CallRow[];

  constructor(minutesAgo: readonly (number | null)[]) {
    this.calls = minutesAgo.map((minutes, index) => callAt(String(index), minutes === null ? null : new Date(NOW - minutes * MINUTE_MS)));
    this.rows = this.calls.map((call) => new CallRow({ providerCallId: call.providerCallId, createdAt: call.isTimeless ? null : call.createdAt }, () => {
      this.made.push(call.providerCallId);
      return call;
    }));
  }

  /** All of them in one slice. */
  source(order: CallOrder, wanted: number): TimeSlicedSource {
    const read = async () => {
      this.requests += 1;
      return { calls: this.rows, unreadable: 0 };
    };
    return new TimeSlicedSource({ order, from: NOW - DAY_MS, to: NOW, wanted }, { read, narrowestMs: 1000, learned: new LearnedList(1000, DAY_MS) });
  }
}

async function batchesOf(source: TimeSlicedSource): Promise<ListBatch[]> {
  for (const batches: ListBatch[] = []; ; ) {
    const batch = await source.next(contextOf());
    batches.push(batch);
    if (batch.exhausted) return batches;
  }
}

const orders = fc.constantFrom(CallOrder.NEWEST_FIRST, CallOrder.OLDEST_FIRST);

test('Only the rows of the calls that a page needs become calls', async () => {
  const rows = new Rows(Array.from({ length: 500 }, (_, index) => index));
  const source = rows.source(CallOrder.NEWEST_FIRST, 20);
  const { calls } = await source.next(contextOf());

  expect(calls.map(({ providerCallId }) => providerCallId)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  expect(rows.made).toHaveLength(20);
  expect(source.readAhead).toBe(480);
});

test('The rest comes without a request, in parts that grow', async () => {
  const rows = new Rows(Array.from({ length: 500 }, (_, index) => index));
  const source = rows.source(CallOrder.OLDEST_FIRST, 20);
  const ahead: number[] = [];
  const parts: number[] = [];
  for (let isOver = false; !isOver; ) {
    ahead.push(source.readAhead);
    const { calls, exhausted } = await source.next(contextOf());
    parts.push(calls.length);
    isOver = exhausted;
  }

  expect(parts).toEqual([20, 20, 40, 80, 160, 180]);
  expect(ahead).toEqual([0, 480, 460, 420, 340, 180]);
  expect(rows.requests).toBe(1);
});

test('The parts of a slice are in the order of the walk, and none has a call that belongs before the next one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.nat(30), { freq: 8 }), { maxLength: 80 }), orders, fc.integer({ min: 0, max: 20 }), async (minutesAgo, order, wanted) => {
      const rows = new Rows(minutesAgo);
      const batches = await batchesOf(rows.source(order, wanted));
      const dated = batches.map(({ calls }) => calls.filter(({ isTimeless }) => !isTimeless));
      const expected = rows.calls.filter(({ isTimeless }) => !isTimeless).sort((a, b) => compareCalls(order, a, b));

      expect(dated.flatMap((calls) => [...calls].sort((a, b) => compareCalls(order, a, b))).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(dated.every((calls) => calls.every((call, index) => index === 0 || compareTimes(order, calls[index - 1]!, call) <= 0))).toBe(true);
      expect(batches.flatMap(({ calls }) => calls)).toHaveLength(minutesAgo.length);
      for (const [index, { readTo }] of batches.entries()) {
        const later = dated.slice(index + 1).flat();
        expect(later.every((call) => comparePlaces(order, keyOf(call), startOf(readTo, order)) > 0)).toBe(true);
      }
    }),
    runs(300),
  );
});

test('A row that came twice is a call once, in its newest version', () => {
  const readAt = (row: Readonly<Record<string, unknown>>) => ({ providerCallId: String(row['id']), createdAt: new Date(NOW), updatedAt: new Date(Number(row['updated'])) });
  const toCall = (row: Readonly<Record<string, unknown>>) => new Call({ ...readAt(row), provider: 'TWILIO', status: CallStatus.COMPLETED, direction: CallDirection.INBOUND, details: {} });
  fc.assert(
    fc.property(fc.array(fc.record({ id: fc.nat(3), updated: fc.nat(3) })), (rows) => {
      const placed = placeRows(rows, readAt, toCall, () => undefined);

      expect(placed.rows.map(({ call }) => call)).toEqual(readRows(rows, toCall, () => undefined).calls);
    }),
    runs(200),
  );
});
