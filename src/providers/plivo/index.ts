import type { CountryCode } from 'libphonenumber-js/min';
import { country } from '../country.js';
import { defineProvider } from '../definition.js';
import { mediaPlaces, mediaPlacesSetting } from '../media-places.js';
import { baseUrl, checkedText, requestsPerShortWindow, secret } from '../validators.js';
import { PlivoCallDetails } from './details.js';
import { PlivoCallFilter } from './filter.js';
import { connectPlivo } from './provider.js';
import { PLIVO } from './to-call.js';

const currency = checkedText((code) => /^[A-Z]{3}$/.test(code), 'not an ISO 4217 currency code such as USD');

export const plivo = defineProvider({
  name: PLIVO,
  description: 'Plivo Voice: cloud telephony, and the carrier below other providers.',
  settings: {
    PLIVO_AUTH_ID: secret({ desc: 'Auth ID of the account or subaccount.' }),
    PLIVO_AUTH_TOKEN: secret({ desc: 'Auth Token. It also verifies the signatures of notifications.' }),
    PLIVO_BASE_URL: baseUrl({ default: 'https://api.plivo.com', desc: 'The part before /v1/Account.' }),
    PLIVO_COUNTRY: country({
      default: undefined,
      example: 'US',
      desc: 'Country of numbers that begin with a zero, ISO 3166-1 alpha-2. All others have a country code, with or without a plus.',
    }),
    PLIVO_CURRENCY: currency({ default: undefined, example: 'USD', desc: 'ISO 4217 code of the currency that the account is billed in. Plivo does not send it.' }),
    PLIVO_RECORDING_HOSTS: mediaPlacesSetting({
      default: 'media.plivo.com,*.media.plivo.com',
      desc: 'Where recordings are, separated by commas: hosts, with port or the path of a bucket. They get the Auth ID and Auth Token.',
    }),
    PLIVO_RECORDING_REDIRECT_HOSTS: mediaPlacesSetting({ default: 's3.amazonaws.com/recordings_2013/', desc: 'Where recordings may be without credentials, and where those hosts may redirect to, in the same form.' }),
    PLIVO_REQUESTS_PER_5_SECONDS: requestsPerShortWindow({ default: '300', desc: "The account's rate limit, in requests per five seconds, for all its subaccounts together; 0 for no limit." }),
  },
  requestLimit: { setting: 'PLIVO_REQUESTS_PER_5_SECONDS', windowSeconds: 5 },
  baseUrl: 'PLIVO_BASE_URL',
  required: ['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN'],
  details: PlivoCallDetails,
  filter: { field: 'plivo', type: PlivoCallFilter, description: 'Filters Plivo calls only; calls of other providers are not affected.' },
  connect: (settings, dependencies) =>
    connectPlivo(
      {
        baseUrl: settings.PLIVO_BASE_URL,
        authId: settings.PLIVO_AUTH_ID,
        authToken: settings.PLIVO_AUTH_TOKEN,
        country: settings.PLIVO_COUNTRY as CountryCode | undefined,
        currency: settings.PLIVO_CURRENCY ?? null,
        recordingPlaces: mediaPlaces(settings.PLIVO_RECORDING_HOSTS),
        redirectPlaces: mediaPlaces(settings.PLIVO_RECORDING_REDIRECT_HOSTS),
      },
      dependencies,
    ),
});
