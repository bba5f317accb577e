import fc from 'fast-check';
import { textOf, writeWithin, WrittenAnswer } from '../../src/server/written-answer.js';
import { runs } from '../support/property.js';

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('An answer is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), (data) => {
      expect(writeWithin({ data }, Number.MAX_SAFE_INTEGER)).toBe(JSON.stringify({ data }));
    }),
    runs(1000),
  );
});

test('Errors are sent before the data, and what is undefined is left out', () => {
  const answer = { data: { call: null, list: [null, { id: 'a' }], empty: [], none: {} }, errors: [{ message: 'no', path: undefined }], extensions: undefined };

  expect(writeWithin(answer, 1000)).toBe('{"errors":[{"message":"no"}],"data":{"call":null,"list":[null,{"id":"a"}],"empty":[],"none":{}}}');
});

test('An alias may have any name, also one that means something in JavaScript', () => {
  const data = Object.assign(Object.create(null) as object, { toString: 'a', constructor: 'b', hasOwnProperty: [{ then: 'c' }] });

  expect(writeWithin({ data }, 1000)).toBe('{"data":{"toString":"a","constructor":"b","hasOwnProperty":[{"then":"c"}]}}');
});

test('A too large answer is not written, wherever writing stops', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(200), (data, most) => {
      expect(writeWithin({ data }, most) !== null).toBe(bytes({ data }) <= most);
    }),
    runs(1000),
  );
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

  expect(writeWithin({ data }, 1_000_000)).toBe(JSON.stringify({ data }));
});

test('What is written is what is sent', () => {
  expect(textOf({ data: new WrittenAnswer('{"data":1}') })).toBe('{"data":1}');
  expect(textOf({ errors: [{ message: 'no' }] })).toBe('{"errors":[{"message":"no"}]}');
});
