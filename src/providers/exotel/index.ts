import { str } from 'envalid';
import type { CountryCode } from 'libphonenumber-js/min';
import { IANAZone } from 'luxon';
import { country } from '../country.js';
import { defineProvider } from '../definition.js';
import { mediaPlaces, mediaPlacesSetting } from '../media-places.js';
import { baseUrl, checkedText, requestsPerMinute, secret } from '../validators.js';
import { ExotelCallDetails } from './details.js';
import { ExotelCallFilter } from './filter.js';
import { connectExotel } from './provider.js';
import { EXOTEL } from './to-call.js';

const timeZone = checkedText((zone) => IANAZone.isValidZone(zone), 'not an IANA time zone such as Asia/Kolkata');

export const exotel = defineProvider({
  name: EXOTEL,
  description: 'Exotel: cloud telephony of India and South-East Asia.',
  settings: {
    EXOTEL_ACCOUNT_SID: str({ desc: 'Account Sid: the part of the path after /v1/Accounts/.' }),
    EXOTEL_API_KEY: secret({ desc: 'API key.' }),
    EXOTEL_API_TOKEN: secret({ desc: 'API token.' }),
    EXOTEL_BASE_URL: baseUrl({ default: 'https://api.exotel.com', desc: 'The part before /v1/Accounts. For accounts of the Mumbai cluster: https://api.in.exotel.com' }),
    EXOTEL_TIME_ZONE: timeZone({ default: 'Asia/Kolkata', desc: "IANA time zone of the account's times, which Exotel sends without a zone." }),
    EXOTEL_COUNTRY: country({ default: 'IN', desc: 'Country of numbers without a country code, ISO 3166-1 alpha-2.' }),
    EXOTEL_RECORDING_HOSTS: mediaPlacesSetting({
      default: 'recordings.exotel.com,api.exotel.com,api.in.exotel.com',
      desc: 'Where recordings are, separated by commas: hosts, with port or the path of a bucket. They get the API key and token.',
    }),
    EXOTEL_RECORDING_REDIRECT_HOSTS: mediaPlacesSetting({
      default: 's3-ap-southeast-1.amazonaws.com/exotelrecordings/,s3-ap-south-1.amazonaws.com/exotel-mum1-recordings/',
      desc: 'Where recordings may be without credentials, and where those hosts may redirect to, in the same form.',
    }),
    EXOTEL_REQUESTS_PER_MINUTE: requestsPerMinute({ default: '200', desc: "The account's rate limit, in requests per minute; 0 for no limit." }),
  },
  requestLimit: { setting: 'EXOTEL_REQUESTS_PER_MINUTE', windowSeconds: 60 },
  baseUrl: 'EXOTEL_BASE_URL',
  required: ['EXOTEL_ACCOUNT_SID', 'EXOTEL_API_KEY', 'EXOTEL_API_TOKEN'],
  details: ExotelCallDetails,
  filter: { field: 'exotel', type: ExotelCallFilter, description: 'Filters Exotel calls only; calls of other providers are not affected.' },
  connect: (settings, dependencies) =>
    connectExotel(
      {
        baseUrl: settings.EXOTEL_BASE_URL,
        accountSid: settings.EXOTEL_ACCOUNT_SID,
        apiKey: settings.EXOTEL_API_KEY,
        apiToken: settings.EXOTEL_API_TOKEN,
        timeZone: settings.EXOTEL_TIME_ZONE,
        country: settings.EXOTEL_COUNTRY as CountryCode,
        recordingPlaces: mediaPlaces(settings.EXOTEL_RECORDING_HOSTS),
        redirectPlaces: mediaPlaces(settings.EXOTEL_RECORDING_REDIRECT_HOSTS),
      },
      dependencies,
    ),
});
