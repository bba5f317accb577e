import { type CountryCode, getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The reader's country, by the browser's language: en-GB has one, en has none. */
const region = new Intl.Locale(navigator.language).region ?? '';
const COUNTRY: CountryCode | undefined = isSupportedCountry(region) ? region : undefined;
const CALLING_CODE = COUNTRY && getCountryCallingCode(COUNTRY);

interface Written {
  readonly raw: string;
  readonly e164: string | null;
}

/** A number as people write it: without the country code in the reader's own country. */
export function formatNumber({ raw, e164 }: Written): string {
  const parsed = e164 === null ? undefined : parsePhoneNumberFromString(e164);
  if (!parsed) return raw;
  return parsed.countryCallingCode === CALLING_CODE ? parsed.formatNational() : parsed.formatInternational();
}

/** The E.164 form of what somebody typed; null if it is no phone number. Without a plus it is one of the reader's country. */
export function readNumber(typed: string): string | null {
  const parsed = parsePhoneNumberFromString(typed, COUNTRY);
  return parsed?.isPossible() ? parsed.number : null;
}
