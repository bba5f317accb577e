import { digits } from '../digits.js';
import { instant, isoInstant } from '../reading.js';

const RFC_2822 = /^(?:[A-Z][a-z]{2}, )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAY_LENGTH = 'Tue, '.length;
/** All that follows the day has the same length in every text. */
const REST_LENGTH = 'Aug 2010 20:36:28 +0000'.length;
const MINUTE_MS = 60_000;

/** An instant as Twilio writes it: "Tue, 31 Aug 2010 20:36:28 +0000". ISO 8601 is accepted too. Null for anything else. */
export function rfc2822Instant(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (!RFC_2822.test(text)) return isoInstant(text);
  const rest = text.length - REST_LENGTH;
  const day = digits(text, text.includes(',') ? WEEKDAY_LENGTH : 0, rest - 1);
  const month = MONTHS.indexOf(text.slice(rest, rest + 3));
  const [hour, minute, second] = [digits(text, rest + 9, rest + 11), digits(text, rest + 12, rest + 14), digits(text, rest + 15, rest + 17)];
  const local = Date.UTC(digits(text, rest + 4, rest + 8), month, day, hour, minute, second);
  // Date.UTC turns 31 February into a day in March.
  const isPossible = new Date(local).getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  const ahead = (digits(text, rest + 19, rest + 21) * 60 + digits(text, rest + 21, rest + 23)) * MINUTE_MS * (text[rest + 18] === '-' ? -1 : 1);
  return isPossible ? instant(local - ahead) : null;
}
