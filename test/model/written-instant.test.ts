import fc from 'fast-check';
import { writeInstant } from '../../src/model/written-instant.js';
import { runs } from '../support/property.js';

test('An instant is written as JavaScript writes it', () => {
  fc.assert(fc.property(fc.date({ noInvalidDate: true }), (instant) => writeInstant(instant) === instant.toISOString()), runs(5000));
});

test.each([0, -1, 86_399_999, 86_400_000, Date.UTC(2024, 1, 29, 23, 59, 59, 999), Date.UTC(9999, 11, 31, 23, 59, 59, 999), 8.64e15, -8.64e15])('So is the instant %d', (time) => {
  const instant = new Date(time);
  // The second time its day is known.
  expect([writeInstant(instant), writeInstant(instant)]).toEqual([instant.toISOString(), instant.toISOString()]);
});

test('An invalid one is refused', () => {
  expect(() => writeInstant(new Date(Number.NaN))).toThrow(RangeError);
});
