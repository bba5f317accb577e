import { DateTime, IANAZone } from 'luxon';
import { digits } from '../digits.js';
import { instant } from '../reading.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const DAY_MS = 48 * HALF_HOUR_MS;
/** No country changes its clocks by more at once. */
const MOST_MOVED_MS = 3 * 3_600_000;
const ZONELESS = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i;
/** As in some callbacks: "Wed, 23 Feb 2022 12:31:59". */
const WORDY = 'ccc, dd LLL yyyy HH:mm:ss';
/** For the check of a date only: a row has several times, and a new object for each would cost more than the check. */
const probe = new Date(0);
/** The half hours of more than five years; a cache is cleared at this size. */
const MOST_REMEMBERED = 100_000;

/**
 * Exotel's times have no zone: they are local to the account, by default Indian Standard Time. A VendorClock
 * reads and writes them in one configured zone.
 */
export class VendorClock {
  /** The zone's offset for each local half hour seen so far: rows cluster in time, and the zone database is slow. */
  private readonly localOffsets = new Map<number, number>();
  /** The same for minutes of UTC. Not all clocks change at a full hour. */
  private readonly offsets = new Map<number, number>();
  private readonly rules: IANAZone;

  /** `zone`: its IANA name. */
  constructor(private readonly zone: string) {
    this.rules = IANAZone.create(zone);
  }

  /**
   * The instant of a time as Exotel writes it; an explicit offset is used. Null for no value, for a value that
   * is not a time, and for the epoch, which Exotel sends when there is no time yet. In the hour that repeats when
   * clocks go back, always the first occurrence: Exotel does not say which one is meant.
   */
  read(value: unknown): Date | null {
    // Exotel sorts and filters by the second, even if it writes fractions.
    return typeof value === 'string' ? instant(Math.floor(this.parse(value.trim()) / SECOND_MS) * SECOND_MS) : null;
  }

  /**
   * The span around an instant in which local times do not give the order of instants: the hours around a clock
   * change, else only the instant itself. Epoch milliseconds, both ends included.
   */
  unorderedSpan(milliseconds: number): { readonly from: number; readonly to: number } {
    let from = milliseconds;
    let to = milliseconds;
    while (this.widening(from) > 0) from -= HALF_HOUR_MS;
    while (this.widening(to) > 0) to += HALF_HOUR_MS;
    return { from, to };
  }

  /**
   * A span in epoch milliseconds in the format of the DateCreated filter: `YYYY-MM-DD HH:mm:ss` in the account's
   * zone. Near a clock change local times do not follow instants, so the span is widened to include every
   * local time that may be in it. The caller must drop calls outside the span after reading.
   */
  writeSpan(from: number, to: number): { readonly from: string; readonly to: string } {
    return { from: written(from + Math.min(...this.offsetsAround(from))), to: written(to + Math.max(...this.offsetsAround(to))) };
  }

  /** How many milliseconds a span is widened at this end: zero far from any clock change. */
  widening(milliseconds: number): number {
    const offsets = this.offsetsAround(milliseconds);
    return Math.max(...offsets) - Math.min(...offsets);
  }

  /** The instant this many calendar months earlier, in the account's time zone. */
  monthsBefore(milliseconds: number, months: number): number {
    return DateTime.fromMillis(milliseconds, { zone: this.zone }).minus({ months }).toMillis();
  }

  private parse(text: string): number {
    if (ZONELESS.test(text)) return this.local(text);
    if (WITH_OFFSET.test(text)) return Date.parse(text.replace(' ', 'T'));
    return DateTime.fromFormat(text, WORDY, { zone: this.zone }).toMillis();
  }

  private local(text: string): number {
    const month = digits(text, 5, 7) - 1;
    const day = digits(text, 8, 10);
    const hour = digits(text, 11, 13);
    const asUtc = Date.UTC(digits(text, 0, 4), month, day, hour, digits(text, 14, 16), digits(text, 17, 19));
    // Date.UTC reads 31 February as 3 March.
    probe.setTime(asUtc);
    if (probe.getUTCMonth() !== month || probe.getUTCDate() !== day || probe.getUTCHours() !== hour) return Number.NaN;
    const halfHour = Math.floor(asUtc / HALF_HOUR_MS);
    return asUtc - remembered(this.localOffsets, halfHour, () => this.offsetAt(halfHour * HALF_HOUR_MS)) * MINUTE_MS;
  }

  /** The zone's offset at a local time, in minutes. The first one if the time comes twice. */
  private offsetAt(local: number): number {
    const near = [this.rules.offset(local - DAY_MS), this.rules.offset(local + DAY_MS)];
    const offset = near.sort((a, b) => b - a).find((one) => this.rules.offset(local - one * MINUTE_MS) === one);
    // No clock shows the time.
    return offset ?? DateTime.fromMillis(local, { zone: 'utc' }).setZone(this.zone, { keepLocalTime: true }).offset;
  }

  /** The zone's offsets that may apply near an instant, in milliseconds. */
  private offsetsAround(milliseconds: number): number[] {
    return [-MOST_MOVED_MS, 0, MOST_MOVED_MS].map((distance) => {
      const minute = Math.floor((milliseconds + distance) / MINUTE_MS);
      return remembered(this.offsets, minute, () => this.rules.offset(minute * MINUTE_MS)) * MINUTE_MS;
    });
  }
}

function remembered(values: Map<number, number>, key: number, find: () => number): number {
  const known = values.get(key);
  if (known !== undefined) return known;
  if (values.size >= MOST_REMEMBERED) values.clear();
  const value = find();
  values.set(key, value);
  return value;
}

function written(localMilliseconds: number): string {
  return new Date(localMilliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
