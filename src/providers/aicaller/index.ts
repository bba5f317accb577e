import type { CountryCode } from 'libphonenumber-js/min';
import { country } from '../country.js';
import { defineProvider } from '../definition.js';
import { mediaPlaces, mediaPlacesSetting } from '../media-places.js';
import { baseUrl, secret } from '../validators.js';
import { CreatePhoneCallInput } from './create-phone-call.input.js';
import { AiCallerCallDetails } from './details.js';
import { AiCallerCallFilter } from './filter.js';
import { connectAiCaller } from './provider.js';
import { AICALLER } from './to-call.js';

export const aiCaller = defineProvider({
  name: AICALLER,
  description: 'AICaller: an AI that makes phone calls.',
  settings: {
    AICALLER_API_KEY: secret({ desc: 'API key, sent in the header aicaller-api-key.' }),
    AICALLER_BASE_URL: baseUrl({ default: 'https://api.aicaller.io', desc: 'The part before /v1/phoneCalls.' }),
    AICALLER_RECORDING_HOSTS: mediaPlacesSetting({
      default: '',
      example: 'recordings.example.com',
      desc: 'Where recordings are, separated by commas: hosts, with port or the path of a bucket. They get no credentials. No document names them, so without this setting recordings are not played.',
    }),
    AICALLER_RECORDING_REDIRECT_HOSTS: mediaPlacesSetting({ default: '', desc: 'Where those hosts may redirect to, in the same form.' }),
    AICALLER_COUNTRY: country({
      default: undefined,
      example: 'US',
      desc: 'Country of numbers without a country code, ISO 3166-1 alpha-2. Without it, such numbers have no E.164 form.',
    }),
  },
  baseUrl: 'AICALLER_BASE_URL',
  required: ['AICALLER_API_KEY'],
  details: AiCallerCallDetails,
  filter: { field: 'aiCaller', type: AiCallerCallFilter, description: 'Filters AICaller calls only; calls of other providers are not affected.' },
  dialInput: CreatePhoneCallInput,
  connect: (settings, dependencies) =>
    connectAiCaller(
      {
        baseUrl: settings.AICALLER_BASE_URL,
        apiKey: settings.AICALLER_API_KEY,
        country: settings.AICALLER_COUNTRY as CountryCode | undefined,
        recordingPlaces: mediaPlaces(settings.AICALLER_RECORDING_HOSTS),
        redirectPlaces: mediaPlaces(settings.AICALLER_RECORDING_REDIRECT_HOSTS),
      },
      dependencies,
    ),
});
