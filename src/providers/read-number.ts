import type { CountryCode } from 'libphonenumber-js';
import { PhoneNumber, readE164 } from '../model/phone-number.js';
import { text } from './reading.js';

/** No phone number is this long in any spelling, and SIP addresses, which some vendors send instead, hardly are. */
const LONGEST = 256;

/**
 * A phone number as a vendor sends it; null for none. `country` is the country of a number without a country
 * code, absent when unknown. `read` converts to E.164 where the vendor has special rules.
 */
export function readNumber(value: unknown, country?: CountryCode, read = (raw: string) => readE164(raw, country)): PhoneNumber | null {
  const raw = text(value);
  return raw === null || raw.length > LONGEST ? null : new PhoneNumber(raw, read(raw));
}
