import fc from 'fast-check';
import { historyWindows, windowsWithin } from '../../../src/providers/exotel/history.js';
import { VendorClock } from '../../../src/providers/exotel/vendor-clock.js';
import { runs } from '../../support/property.js';
import { DAY, HOUR, SECOND } from '../../vendors/rows.js';

const zones = fc.constantFrom('Asia/Kolkata', 'Asia/Jakarta', 'Europe/Paris', 'America/New_York', 'America/Sao_Paulo', 'UTC');
const instants = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });

describe('At any time in any zone, the windows of the history', () => {
  test('have no gaps, do not overlap, and come newest first', () => {
    fc.assert(fc.property(zones, instants, (zone, now) => {
      const windows = historyWindows(new VendorClock(zone), now);
      windows.slice(1).forEach((window, index) => expect(windows[index]?.from).toBe(window.to + SECOND));
    }), runs(200));
  });

  test('start with the last 31 days and cover six months, minus an hour for clock differences', () => {
    fc.assert(fc.property(zones, instants, (zone, now) => {
      const clock = new VendorClock(zone);
      const windows = historyWindows(clock, now);
      const sixMonthsAgo = clock.monthsBefore(now, 6);
      expect(windows[0]).toMatchObject({ isDefault: true });
      expect(Math.abs((windows[0]?.from ?? 0) - (now - 31 * DAY))).toBeLessThanOrEqual(HOUR + SECOND);
      const oldest = windows.at(-1)?.from ?? 0;
      expect(oldest).toBeGreaterThanOrEqual(sixMonthsAgo);
      expect(oldest).toBeLessThanOrEqual(sixMonthsAgo + HOUR + SECOND);
    }), runs(200));
  });

  test('are at most a calendar month long, and at most seven', () => {
    fc.assert(fc.property(zones, instants, (zone, now) => {
      const clock = new VendorClock(zone);
      const [, ...older] = historyWindows(clock, now);
      expect(older.length).toBeLessThanOrEqual(6);
      for (const { from, to } of older) expect(from).toBeGreaterThanOrEqual(clock.monthsBefore(to, 1));
    }), runs(200));
  });
});

test('A span cut oldest first has the same windows as newest first, in reverse order', () => {
  fc.assert(fc.property(instants, fc.integer({ min: 0, max: 180 }), (to, days) => {
    const clock = new VendorClock('Asia/Kolkata');
    const newestFirst = windowsWithin(clock, to - days * DAY, to, false);
    expect(windowsWithin(clock, to - days * DAY, to, true)).toEqual([...newestFirst].reverse());
  }), runs(50));
});
