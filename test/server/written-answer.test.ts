import fc from 'fast-check';
import { writeWithin, written, WrittenAnswer } from '../../src/server/written-answer.js';
import { runs } from '../support/property.js';

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
/** What is sent, without the line break at its end. */
const sent = (answer: Parameters<typeof writeWithin>[0], most: number) => writeWithin(answer, most)?.toString().replace(/\n$/, '') ?? null;

test('An answer is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), (data) => {
      expect(sent({ data }, Number.MAX_SAFE_INTEGER)).toBe(JSON.stringify({ data }));
    }),
    runs(1000),
  );
});

test('Errors are sent before the data, and what is undefined is left out', () => {
  const answer = { data: { call: null, list: [null, { id: 'a' }], empty: [], none: {} }, errors: [{ message: 'no', path: undefined }], extensions: undefined };

  expect(sent(answer, 1000)).toBe('{"errors":[{"message":"no"}],"data":{"call":null,"list":[null,{"id":"a"}],"empty":[],"none":{}}}');
});

test('An alias may have any name, also one that means something in JavaScript', () => {
  const data = Object.assign(Object.create(null) as object, { toString: 'a', constructor: 'b', hasOwnProperty: [{ then: 'c' }] });

  expect(sent({ data }, 1000)).toBe('{"data":{"toString":"a","constructor":"b","hasOwnProperty":[{"then":"c"}]}}');
});

test('A too large answer is not written, wherever writing stops', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(200), (data, most) => {
      expect(writeWithin({ data }, most) !== null).toBe(bytes({ data }) <= most);
    }),
    runs(1000),
  );
});

test('Nor is a huge member that follows members that are null', () => {
  let written = 0;
  const call = { notes: { toJSON: () => (written += 1) } };
  const members = [...new Array(20).fill(null), { calls: new Array(10_000).fill(call) }];

  expect(writeWithin({ data: { nodes: members } }, 1000)).toBeNull();
  expect(written).toBeLessThan(200);
});

test.each(['calls', 'toJSON'])('A huge answer is not written further than to the limit, under any alias: %s', (alias) => {
  let written = 0;
  const call = {
    toJSON: () => {
      written += 1;
      return { notes: 'n'.repeat(100) };
    },
  };

  expect(writeWithin({ data: { [alias]: { nodes: new Array(10_000).fill(call) } } }, 1000)).toBeNull();
  expect(written).toBeLessThan(12);
});

test('A list of lists is written like any other', () => {
  const data = { lists: Array.from({ length: 30 }, (_, index) => ({ calls: new Array(index).fill({ id: index }), none: undefined })) };

  expect(sent({ data }, 1_000_000)).toBe(JSON.stringify({ data }));
});

test('Long members are written as they are wherever they stand among short ones, and not much further than to the limit', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 2000), { minLength: 12, maxLength: 40 }), fc.nat(200_000), (sizes, most) => {
      const data = { calls: sizes.map((size) => ({ notes: new Array(size).fill('note') })) };
      expect(sent({ data }, Number.MAX_SAFE_INTEGER)).toBe(JSON.stringify({ data }));
      expect(writeWithin({ data }, most) !== null).toBe(bytes({ data }) <= most);
    }),
    runs(100),
  );
});

test('A long answer is sent as bytes, with every character where it was', () => {
  const notes = fc.string({ unit: 'binary', minLength: 100, maxLength: 300 });
  fc.assert(
    fc.property(fc.array(notes, { minLength: 1, maxLength: 20 }), fc.integer({ min: 200, max: 400 }), fc.nat(10), (texts, count, less) => {
      const data = { calls: Array.from({ length: count }, (_, index) => ({ notes: texts[index % texts.length] })) };
      const length = bytes({ data });
      const answer = writeWithin({ data }, length);

      expect(answer).toBeInstanceOf(Buffer);
      expect(answer?.toString()).toBe(`${JSON.stringify({ data })}\n`);
      expect(writeWithin({ data }, length - 1 - less)).toBeNull();
    }),
    runs(50),
  );
});

test('What is written is what is sent', () => {
  expect(written({ data: new WrittenAnswer('{"data":1}') })).toBe('{"data":1}');
  expect(written({ errors: [{ message: 'no' }] })).toBe('{"errors":[{"message":"no"}]}\n');
});
