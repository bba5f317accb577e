import type { CountryCode } from 'libphonenumber-js';
import { PhoneNumber, readE164 } from '../model/phone-number.js';
import { text } from './reading.js';

/** No number is so long, however it is spelled; SIP addresses, which stand in its place, hardly. */
const LONGEST = 256;

/**
 * A phone number as a vendor sends it; null for none. `country` is where a number without a country code
 * belongs, absent where nobody knows. `read` makes E.164 of it where the vendor has rules of its own.
 */
export function readNumber(value: unknown, country?: CountryCode, read = (raw: string) => readE164(raw, country)): PhoneNumber | null {
  const raw = text(value);
  return raw === null || raw.length > LONGEST ? null : new PhoneNumber(raw, read(raw));
}
