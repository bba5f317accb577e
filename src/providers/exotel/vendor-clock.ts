import { DateTime } from 'luxon';
import { instant } from '../reading.js';

const HOUR_MS = 3_600_000;
const ZONELESS = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i;
/** As in some callbacks: "Wed, 23 Feb 2022 12:31:59". */
const WORDY = 'ccc, dd LLL yyyy HH:mm:ss';
/** More hours than ten years have; then the memory is started anew. */
const REMEMBERED_HOURS = 100_000;

/**
 * Exotel's times have no zone: they are local to the account, by default Indian Standard Time. One
 * clock for each configured zone reads and writes them.
 */
export class VendorClock {
  /** The zone's offset for each local hour that was met: rows cluster, and asking the zone database is slow. */
  private readonly offsets = new Map<number, number>();

  constructor(private readonly zone: string) {}

  /**
   * The instant of a time as Exotel writes it; an explicit offset is believed. Null for nothing, for
   * what is no time, and for the epoch, which Exotel sends where there is no time yet.
   */
  read(value: unknown): Date | null {
    return typeof value === 'string' ? instant(this.parse(value.trim())) : null;
  }

  /** `YYYY-MM-DD HH:mm:ss` in the account's zone, as the DateCreated filter wants it; fractions of a second are cut off. */
  write(milliseconds: number): string {
    return DateTime.fromMillis(milliseconds, { zone: this.zone }).toFormat('yyyy-MM-dd HH:mm:ss');
  }

  /** The instant so many calendar months before another, by the account's calendar. */
  monthsBefore(milliseconds: number, months: number): number {
    return DateTime.fromMillis(milliseconds, { zone: this.zone }).minus({ months }).toMillis();
  }

  private parse(text: string): number {
    const zoneless = ZONELESS.exec(text);
    if (zoneless) return this.local(zoneless.slice(1).map(Number));
    if (WITH_OFFSET.test(text)) return Date.parse(text.replace(' ', 'T'));
    return DateTime.fromFormat(text, WORDY, { zone: this.zone }).toMillis();
  }

  private local([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): number {
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
    const read = new Date(asUtc);
    if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day || read.getUTCHours() !== hour) return Number.NaN;
    const localHour = Math.floor(asUtc / HOUR_MS);
    let offset = this.offsets.get(localHour);
    if (offset === undefined) {
      offset = DateTime.fromMillis(localHour * HOUR_MS, { zone: 'utc' }).setZone(this.zone, { keepLocalTime: true }).offset * 60_000;
      if (this.offsets.size >= REMEMBERED_HOURS) this.offsets.clear();
      this.offsets.set(localHour, offset);
    }
    return asUtc - offset;
  }
}
