import { isSupportedCountry } from 'libphonenumber-js/min';
import { checkedText } from './validators.js';

/** A setting that says where a vendor's numbers without a country code belong. */
export const country = checkedText((code) => isSupportedCountry(code), 'not an ISO 3166-1 alpha-2 country code such as IN');
