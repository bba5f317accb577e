import { isSupportedCountry } from 'libphonenumber-js/min';
import { checkedText } from './validators.js';

/** A setting: the country of a vendor's numbers that have no country code. */
export const country = checkedText((code) => isSupportedCountry(code), 'not an ISO 3166-1 alpha-2 country code such as IN');
