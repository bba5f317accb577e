import fc from 'fast-check';
import { OperationRoom } from '../../src/server/operation-room.js';
import { runs } from '../support/property.js';

const LIMIT = { requests: 1000, rows: 2000, values: 32_000 };
/** A cost of this many hundredths of the room. The room has four times the highest cost. */
const hundredths = (part: number) => ({ requests: 1, rows: (4 * LIMIT.rows * part) / 100, values: (4 * LIMIT.values * part) / 100 });
const LONG_MS = 60_000;
const SMALL = { requests: 1, rows: 100, values: 6000 };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const ending = () => new AbortController();

test('Large operations have room one after the other: the oldest that fits goes on when another one ends', async () => {
  const room = new OperationRoom(LIMIT);
  const entered: string[] = [];
  const enter = async (name: string, part: number) => {
    const leave = await room.enter(hundredths(part), ending().signal, LONG_MS);
    entered.push(name);
    return leave;
  };
  const leaveFirst = await enter('first', 60);
  const second = enter('second', 60);
  const third = enter('third', 50);
  const fits = enter('fits', 30);
  await turn();
  expect(entered).toEqual(['first', 'fits']);
  leaveFirst();
  leaveFirst();
  const leaveSecond = await second;
  await turn();
  expect(entered).toEqual(['first', 'fits', 'second']);
  leaveSecond();
  await Promise.all([third, fits]);
  expect(entered).toEqual(['first', 'fits', 'second', 'third']);
});

test('A small operation never waits', async () => {
  const room = new OperationRoom(LIMIT);
  await room.enter(hundredths(100), ending().signal, LONG_MS);
  for (let count = 0; count < 100; count++) await room.enter(SMALL, ending().signal, LONG_MS);
  await room.enter(null, ending().signal, LONG_MS);
});

test('An operation that gets no room before its end is refused, and one more than may wait at once', async () => {
  const room = new OperationRoom(LIMIT);
  await room.enter(hundredths(100), ending().signal, LONG_MS);
  const impatient = ending();
  const waiting = room.enter(hundredths(10), impatient.signal, LONG_MS);
  impatient.abort();
  await expect(waiting).rejects.toMatchObject({ extensions: { code: 'OVERLOADED' } });
  const patience = Array.from({ length: 200 }, ending);
  const patient = patience.map(({ signal }) => room.enter(hundredths(10), signal, LONG_MS).catch(() => 'refused'));
  await expect(room.enter(hundredths(10), ending().signal, LONG_MS)).rejects.toMatchObject({ extensions: { code: 'OVERLOADED' } });
  for (const one of patience) one.abort();
  expect(new Set(await Promise.all(patient))).toEqual(new Set(['refused']));
});

test('An operation waits for room only for its share of the time', async () => {
  const room = new OperationRoom(LIMIT);
  const leave = await room.enter(hundredths(100), ending().signal, LONG_MS);
  await expect(room.enter(hundredths(10), ending().signal, 1)).rejects.toMatchObject({ extensions: { code: 'OVERLOADED' } });
  leave();
  await room.enter(hundredths(100), ending().signal, 1);
});

test('An operation that has ended before is not executed', async () => {
  const ended = ending();
  ended.abort();
  await expect(new OperationRoom(LIMIT).enter(hundredths(10), ended.signal, LONG_MS)).rejects.toMatchObject({ extensions: { code: 'OVERLOADED' } });
});

test('Nobody overtakes an operation that has waited for two seconds, until it gives up', async () => {
  let now = 0;
  const room = new OperationRoom(LIMIT, () => now);
  const entered: string[] = [];
  const enter = (name: string, part: number, ended = ending()) => room.enter(hundredths(part), ended.signal, LONG_MS).then(() => entered.push(name), () => entered.push(`not ${name}`));
  await enter('first', 60);
  const impatient = ending();
  const large = enter('large', 60, impatient);
  now = 1999;
  await enter('in time', 10);
  now = 2000;
  const late = enter('late', 10);
  await turn();
  expect(entered).toEqual(['first', 'in time']);
  impatient.abort();
  await Promise.all([large, late]);
  expect(entered.toSorted()).toEqual(['first', 'in time', 'late', 'not large']);
});

test('Room is never given twice, and always given back, whoever ends or gives up when', async () => {
  const step = fc.oneof(fc.record({ kind: fc.constant('enter' as const), part: fc.integer({ min: 7, max: 25 }) }), fc.record({ kind: fc.constantFrom('leave' as const, 'abort' as const), which: fc.nat({ max: 20 }) }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const room = new OperationRoom(LIMIT);
      const operations: { part: number; ended: AbortController; leave: (() => void) | null; isOver: boolean }[] = [];
      const inside = () => operations.filter(({ leave, isOver }) => leave && !isOver).reduce((sum, { part }) => sum + part, 0);
      for (const one of steps) {
        if (one.kind === 'enter') {
          const operation = { part: one.part, ended: ending(), leave: null as (() => void) | null, isOver: false };
          operations.push(operation);
          room.enter(hundredths(one.part), operation.ended.signal, LONG_MS).then((leave) => (operation.leave = leave), () => (operation.isOver = true));
        } else {
          const operation = operations[one.which];
          if (!operation || (one.kind === 'leave' && !operation.leave)) continue;
          if (one.kind === 'abort') operation.ended.abort();
          else operation.leave?.();
          operation.isOver = true;
        }
        await turn();
        expect(inside()).toBeLessThanOrEqual(100);
      }
      for (const { ended } of operations) ended.abort();
      await turn();
      // All of it is free again.
      await room.enter(hundredths(100), ending().signal, LONG_MS);
    }),
    runs(100),
  );
});
