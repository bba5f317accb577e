import fc from 'fast-check';
import { CallCache } from '../../src/lookup/call-cache.js';
import { Call } from '../../src/model/call.js';
import { CallDirection } from '../../src/model/call-direction.js';
import { CallStatus } from '../../src/model/call-status.js';
import '../../src/providers/registry.js';
import { runs } from '../support/property.js';

const SETTLED_MS = 100;
const UNSETTLED_MS = 10;
const ABSENT_MS = 20;
const PLENTY = { maxCalls: 100, maxBytes: 2 ** 20, settledMs: SETTLED_MS, unsettledMs: UNSETTLED_MS, absentMs: ABSENT_MS };
const CREATED_AT = new Date(0.5);

interface Reading {
  readonly id: string;
  readonly isOver: boolean;
  readonly duration: number | null;
}

const toCall = ({ id, isOver, duration }: Reading): Call =>
  new Call({
    provider: 'SKIPCALL',
    providerCallId: id,
    status: isOver ? CallStatus.COMPLETED : CallStatus.RINGING,
    direction: CallDirection.INBOUND,
    createdAt: CREATED_AT,
    duration,
    details: {},
  });

const id = fc.constantFrom('one', 'two', 'three');
const step = fc.oneof(
  fc.record({ kind: fc.constant('keep' as const), id, isOver: fc.boolean(), duration: fc.option(fc.integer({ min: 1, max: 9 })) }),
  fc.record({ kind: fc.constant('absent' as const), id, isTimed: fc.boolean() }),
  fc.record({ kind: fc.constant('doubt' as const), id }),
  fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.constantFrom(1, UNSETTLED_MS - 1, UNSETTLED_MS, SETTLED_MS - 1, SETTLED_MS) }),
);

describe('Cached calls', () => {
  test('are valid for a limited time, and their values are kept longer', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
        let now = 1000;
        const cache = new CallCache(PLENTY, () => now);
        const model = new Map<string, { reading: Reading | null; until: number }>();
        for (const one of steps) {
          if (one.kind === 'pass') now += one.milliseconds;
          else if (one.kind === 'doubt') {
            cache.doubt('skipcall', one.id);
            const known = model.get(one.id);
            if (known) known.until = now;
          } else if (one.kind === 'absent') {
            cache.keepAbsent('skipcall', { providerCallId: one.id, ...(one.isTimed && { createdAt: { from: CREATED_AT } }) });
            // With a time range that contained the call, it is absent without a range too.
            if (!one.isTimed || model.get(one.id)?.reading) model.set(one.id, { reading: null, until: now + ABSENT_MS });
          } else {
            const reading = { ...one, duration: one.duration ?? model.get(one.id)?.reading?.duration ?? null };
            expect(cache.keep(toCall(one))).toMatchObject({ duration: reading.duration });
            model.set(one.id, { reading, until: now + (one.isOver ? SETTLED_MS : UNSETTLED_MS) });
          }
          for (const [known, { reading, until }] of model) {
            const told = cache.get('skipcall', { providerCallId: known });
            const asPlain = told && { id: told.providerCallId, isOver: told.isTerminal, duration: told.duration };
            expect(asPlain).toEqual(until <= now ? undefined : reading && { id: known, isOver: reading.isOver, duration: reading.duration });
            expect(cache.get('exotel', { providerCallId: known })).toBeUndefined();
          }
        }
      }),
      runs(150),
    );
  });

  test('are valid anew when they are read again, and stay the same object while they are the same', () => {
    let now = 1000;
    const cache = new CallCache(PLENTY, () => now);
    const read = (duration: number) => cache.keep(toCall({ id: 'one', isOver: true, duration }));
    const known = () => cache.get('skipcall', { providerCallId: 'one' });
    const first = read(5);
    now += SETTLED_MS;
    expect(known()).toBeUndefined();
    expect(read(5)).toBe(first);
    expect(known()).toBe(first);
    cache.doubt('skipcall', 'one');
    expect(known()).toBeUndefined();
    cache.doubtAll();
    expect(read(5)).toBe(first);
    expect(known()).toBe(first);
    expect(read(6)).not.toBe(first);
    expect(known()?.duration).toBe(6);
  });

  test('are not valid for every time range: for another range, or after an absence in a range, the provider is asked', () => {
    const cache = new CallCache(PLENTY, () => 1000);
    cache.keep(toCall({ id: 'one', isOver: true, duration: null }));
    cache.keepAbsent('skipcall', { providerCallId: 'none' });
    const known = (providerCallId: string, from?: number, to?: number) =>
      cache.get('skipcall', { providerCallId, createdAt: { ...(from !== undefined && { from: new Date(from) }), ...(to !== undefined && { to: new Date(to) }) } }) !== undefined;
    expect([known('one', 0, 5), known('one', 0), known('one', undefined, 0), known('one')]).toEqual([true, true, true, true]);
    expect([known('one', 1), known('one', undefined, -1), known('none', 0, 5)]).toEqual([false, false, false]);
  });

  test('are the newest ones, up to the maximum number', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60, size: 'max' }), fc.integer({ min: 1, max: 8 }), (numbers, maxCalls) => {
        const cache = new CallCache({ ...PLENTY, maxCalls }, () => 1000);
        for (const number of numbers) cache.keep(toCall({ id: String(number), isOver: true, duration: null }));
        const newestFirst = [...new Set([...numbers].reverse())];
        const known = newestFirst.filter((number) => cache.get('skipcall', { providerCallId: String(number) }));
        expect(known).toEqual(newestFirst.slice(0, maxCalls));
      }),
      runs(100),
    );
  });

  test('take at most the maximum memory, including nested values', () => {
    const long = 'x'.repeat(10_000);
    const cache = new CallCache({ ...PLENTY, maxBytes: 100_000 }, () => 1000);
    const keep = (number: number) => {
      const call = toCall({ id: String(number), isOver: true, duration: null });
      cache.keep(Object.assign(call, { notes: long, details: { more: [{ of: long }] } }));
    };
    for (let number = 0; number < 20; number++) keep(number);
    const known = Array.from({ length: 20 }, (_, number) => number).filter((number) => cache.get('skipcall', { providerCallId: String(number) }));
    // Each takes slightly more than forty thousand bytes.
    expect(known).toEqual([18, 19]);
  });
});
