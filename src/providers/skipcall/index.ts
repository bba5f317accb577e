import type { CountryCode } from 'libphonenumber-js/min';
import { country } from '../country.js';
import { defineProvider } from '../definition.js';
import { baseUrl, requestsPerMinute, secret } from '../validators.js';
import { SkipcallCallDetails } from './details.js';
import { connectSkipcall } from './provider.js';
import { SKIPCALL } from './to-call.js';

export const skipcall = defineProvider({
  name: SKIPCALL,
  description: 'Skipcall: a dialler for sales teams.',
  settings: {
    SKIPCALL_API_KEY: secret({ desc: 'API key, sent as a bearer token.' }),
    SKIPCALL_BASE_URL: baseUrl({ default: 'https://api-public.skipcall.app', desc: 'The part before /v1/calls.' }),
    SKIPCALL_COUNTRY: country({
      default: undefined,
      example: 'FR',
      desc: 'Country of numbers without a country code, ISO 3166-1 alpha-2. Without it, such numbers have no E.164 form.',
    }),
    SKIPCALL_REQUESTS_PER_MINUTE: requestsPerMinute({ default: '100', desc: "The account's rate limit, in requests per minute, until Skipcall's answers state another one; 0 for no limit." }),
  },
  requestLimit: { setting: 'SKIPCALL_REQUESTS_PER_MINUTE', windowSeconds: 60 },
  baseUrl: 'SKIPCALL_BASE_URL',
  required: ['SKIPCALL_API_KEY'],
  details: SkipcallCallDetails,
  connect: (settings, dependencies) =>
    connectSkipcall(
      { baseUrl: settings.SKIPCALL_BASE_URL, apiKey: settings.SKIPCALL_API_KEY, country: settings.SKIPCALL_COUNTRY as CountryCode | undefined },
      dependencies,
    ),
});
