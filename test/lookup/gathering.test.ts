import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { Gathering } from '../../src/lookup/gathering.js';
import { eventually } from '../support/eventually.js';
import { runs } from '../support/property.js';

describe('A batch of gathered items', () => {
  test('is handed over once, in order of arrival, and never exceeds the maximum size', async () => {
    const bursts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 12 }), pauseMs: fc.constantFrom(0, 0, 1, 4) }), { minLength: 1, maxLength: 6, size: 'max' });
    await fc.assert(
      fc.asyncProperty(bursts, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 3 }), async (all, most, windowMs) => {
        const batches: (readonly number[])[] = [];
        const gathering = new Gathering<number>(windowMs, most, (batch) => batches.push([...batch]));
        let added = 0;
        for (const { size, pauseMs } of all) {
          for (let count = 0; count < size; count++) gathering.add(added++);
          await (pauseMs === 0 ? turn() : wait(pauseMs));
        }
        await eventually('everything', () => batches.flat().length >= added);
        expect(batches.flat()).toEqual(Array.from({ length: added }, (_, index) => index));
        expect(batches.every(({ length }) => length > 0 && length <= most)).toBe(true);
      }),
      runs(40),
    );
  });

  test('has all items of one window', async () => {
    const batches: string[][] = [];
    const gathering = new Gathering<string>(200, 100, (batch) => batches.push([...batch]));
    gathering.add('at once');
    await turn();
    gathering.add('a turn later');
    expect(batches).toEqual([]);
    await eventually('the batch', () => batches.length > 0);
    expect(batches).toEqual([['at once', 'a turn later']]);
  });

  test('does not wait for the window once it is full, and later items start a new one', async () => {
    const batches: number[][] = [];
    const gathering = new Gathering<number>(100, 2, (batch) => batches.push([...batch]));
    for (const number of [1, 2, 3]) gathering.add(number);
    expect(batches).toEqual([[1, 2]]);
    await eventually('the rest', () => batches.length > 1);
    expect(batches).toEqual([[1, 2], [3]]);
  });

  test('is handed over only once no further members are about to come, and within a quarter of a second', async () => {
    const batches: number[][] = [];
    let isGrowing = true;
    const gathering = new Gathering<number>(1, 100, (batch) => batches.push([...batch]), () => isGrowing);
    gathering.add(1);
    for (const began = performance.now(); performance.now() - began < 30; ) await turn();
    expect(batches).toEqual([]);
    gathering.add(2);
    isGrowing = false;
    await eventually('the batch', () => batches.length > 0);
    expect(batches).toEqual([[1, 2]]);
    isGrowing = true;
    const began = performance.now();
    gathering.add(3);
    await eventually('the next batch', () => batches.length > 1);
    expect(performance.now() - began).toBeGreaterThanOrEqual(240);
    expect(batches[1]).toEqual([3]);
  });

  test('is handed over even if the process is always busy', async () => {
    const batches: number[][] = [];
    const gathering = new Gathering<number>(1, 1_000_000, (batch) => batches.push([...batch]));
    const busyUntil = performance.now() + 3000;
    let number = 0;
    while (performance.now() < busyUntil && batches.length === 0) {
      gathering.add(number++);
      const blockUntil = performance.now() + 3;
      while (performance.now() < blockUntil);
      await turn();
    }
    expect(batches.length).toBe(1);
    expect(batches.flat()).toEqual(Array.from({ length: batches.flat().length }, (_, index) => index));
  });
});
