import { instant, isoInstant } from '../reading.js';

const RFC_2822 = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE_MS = 60_000;

/** An instant as Twilio writes it: "Tue, 31 Aug 2010 20:36:28 +0000". ISO 8601 is accepted too. Null for anything else. */
export function rfc2822Instant(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const match = RFC_2822.exec(value.trim());
  if (!match) return isoInstant(value);
  const [, day, month = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = match;
  const local = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  // Date.UTC turns 31 February into a day in March.
  const isPossible = new Date(local).getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  return isPossible && MONTHS.includes(month) ? instant(local - ahead) : null;
}
