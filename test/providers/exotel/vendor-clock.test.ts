import fc from 'fast-check';
import { VendorClock } from '../../../src/providers/exotel/vendor-clock.js';
import { runs } from '../../support/property.js';
import { HOUR, SECOND } from '../../vendors/rows.js';

const newYork = new VendorClock('America/New_York');
const reads = (text: string) => newYork.read(text)?.toISOString();
const span = (from: string, to: string, clock = newYork) => clock.writeSpan(Date.parse(from), Date.parse(to));

describe('In New York, when the clocks go back,', () => {
  test.each([
    ['America/New_York', '2024-11-03 01:30:00', '2024-11-03T05:30:00.000Z'],
    ['Europe/London', '2024-10-27 01:30:00', '2024-10-27T00:30:00.000Z'],
    ['Europe/Berlin', '2024-10-27 02:30:00', '2024-10-27T00:30:00.000Z'],
    ['Australia/Sydney', '2024-04-07 02:30:00', '2024-04-06T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2024-04-07 01:45:00', '2024-04-06T14:45:00.000Z'],
    ['Asia/Kolkata', '2024-10-27 01:30:00', '2024-10-26T20:00:00.000Z'],
  ])('in %s the time %s is the first instant with it', (zone, local, instant) => {
    expect(new VendorClock(zone).read(local)?.toISOString()).toBe(instant);
  });

  test('a time in the repeated hour is always the first occurrence', () => {
    expect([reads('2026-11-01 00:59:59'), reads('2026-11-01 01:00:00'), reads('2026-11-01 01:59:59'), reads('2026-11-01 02:00:00')]).toEqual([
      '2026-11-01T04:59:59.000Z', '2026-11-01T05:00:00.000Z', '2026-11-01T05:59:59.000Z', '2026-11-01T07:00:00.000Z',
    ]);
  });

  test('a span within that hour is requested with the whole hour', () => {
    const { from, to } = span('2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z');
    expect([from <= '2026-11-01 01:00:00', to >= '2026-11-01 01:59:59']).toEqual([true, true]);
  });
});

test('In New York, when the clocks go forward, a time in the skipped hour is read as an instant before it, and is requested', () => {
  expect([reads('2026-03-08 01:59:59'), reads('2026-03-08 02:30:00'), reads('2026-03-08 03:00:00')]).toEqual([
    '2026-03-08T06:59:59.000Z', '2026-03-08T06:30:00.000Z', '2026-03-08T07:00:00.000Z',
  ]);
  const { from, to } = span('2026-03-08T06:15:00Z', '2026-03-08T06:45:00Z');
  expect([from <= '2026-03-08 01:15:00', to >= '2026-03-08 02:45:00']).toEqual([true, true]);
});

test('Far from a clock change a span is requested unchanged', () => {
  expect(span('2026-07-01T05:00:00Z', '2026-07-01T06:00:00.999Z')).toEqual({ from: '2026-07-01 01:00:00', to: '2026-07-01 02:00:00' });
  expect(span('2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z', new VendorClock('Asia/Kolkata'))).toEqual({ from: '2026-11-01 10:30:00', to: '2026-11-01 11:30:00' });
});

describe('For any zone, hour and span,', () => {
  const zones = fc.constantFrom('America/New_York', 'Europe/Paris', 'Asia/Kolkata', 'America/Santiago', 'Africa/Casablanca', 'Australia/Lord_Howe', 'Antarctica/Troll', 'Pacific/Chatham').map((zone) => new VendorClock(zone));
  /** Days around clock changes in any zone, and other days. */
  const instants = fc.oneof(
    fc.constantFrom('2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-04-04T15:00Z', '2026-10-03T15:30Z', '2026-04-05T03:00Z', '2026-09-06T04:00Z', '2026-02-15T02:00Z', '2026-03-22T02:00Z')
      .chain((change) => fc.integer({ min: -4 * 3600, max: 4 * 3600 }).map((seconds) => Date.parse(change) + seconds * SECOND)),
    fc.integer({ min: Date.UTC(2020, 0, 1) / SECOND, max: Date.UTC(2035, 0, 1) / SECOND }).map((seconds) => seconds * SECOND),
  );
  const spans = fc.tuple(instants, fc.integer({ min: 0, max: 8 * 3600 })).map(([from, length]) => ({ from, to: from + length * SECOND }));

  test('a time that is read as an instant in the span is requested', () => {
    fc.assert(fc.property(zones, spans, fc.integer({ min: -16 * HOUR, max: 24 * HOUR }), (clock, { from, to }, distance) => {
      const text = new Date(from + distance).toISOString().slice(0, 19).replace('T', ' ');
      const read = clock.read(text)?.getTime() ?? Number.NaN;
      const written = clock.writeSpan(from, to);
      if (read >= from && read <= to) expect([written.from <= text, text <= written.to]).toEqual([true, true]);
    }), runs(1500));
  });

  test("a time that the account's clock showed in the span is requested", () => {
    fc.assert(fc.property(zones, spans, fc.double({ min: 0, max: 1, noNaN: true }), (clock, { from, to }, share) => {
      const within = Math.floor((from + share * (to - from)) / SECOND) * SECOND;
      const then = clock.writeSpan(within, within);
      const written = clock.writeSpan(from, to);
      if (clock.widening(within) === 0) expect([written.from <= then.from, then.to <= written.to]).toEqual([true, true]);
    }), runs(800));
  });

  test("a time that the account's clock showed once is read as that instant", () => {
    fc.assert(fc.property(zones, instants, (clock, at) => {
      const { from } = clock.writeSpan(at, at);
      if (clock.widening(at) === 0) expect(clock.read(from)?.getTime()).toBe(at);
    }), runs(800));
  });
});
