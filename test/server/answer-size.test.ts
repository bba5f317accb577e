import fc from 'fast-check';
import { isWithin, jsonBytes } from '../../src/server/answer-size.js';
import { runs } from '../support/property.js';

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('The size of an answer is its size as JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noneOf: [], stringUnit: 'binary' } as object), (value) => {
      expect(jsonBytes(value, Number.MAX_SAFE_INTEGER)).toBe(bytes(value));
    }),
    runs(1000),
  );
});

test('A too large answer is detected, wherever counting stops', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(200), (data, most) => {
      expect(isWithin({ data }, most)).toBe(bytes(data) <= most);
    }),
    runs(1000),
  );
});
