import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { LRUCache } from 'lru-cache';
import { readE164 } from '../../model/phone-number.js';

/** The library is slow, and an organisation's own numbers are in every call. */
const MOST_CACHED = 10_000;
const nationalSpellings = new LRUCache<string, { readonly national: string | null }>({ max: MOST_CACHED });

/** How Plivo may spell a number. It compares numbers as they are written, so it has to be asked for each spelling. */
export function spellingsOf(e164: string, country: CountryCode | undefined): string[] {
  const national = country ? nationalSpelling(e164, country) : null;
  return [e164, e164.slice(1), ...(national === null ? [] : [national])];
}

/** Whether a number is written as Plivo is asked for it. */
export function isSpelling(raw: string, e164: string, country: CountryCode | undefined): boolean {
  return raw === e164 || raw === e164.slice(1) || spellingsOf(e164, country).includes(raw);
}

/** With the zero that is dialled within the country. Null for numbers of other countries, and of those without such a zero. */
function nationalSpelling(e164: string, country: CountryCode): string | null {
  if (!e164.startsWith(`+${getCountryCallingCode(country)}`)) return null;
  const key = country + e164;
  let known = nationalSpellings.get(key);
  if (!known) {
    const digits = parsePhoneNumberFromString(e164)?.formatNational().replace(/\D/g, '') ?? '';
    known = { national: digits.startsWith('0') && readE164(digits, country) === e164 ? digits : null };
    nationalSpellings.set(key, known);
  }
  return known.national;
}
