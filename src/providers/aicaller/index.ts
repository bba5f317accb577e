import type { CountryCode } from 'libphonenumber-js/min';
import { country } from '../country.js';
import { defineProvider } from '../definition.js';
import { baseUrl, secret } from '../validators.js';
import { AiCallerCallDetails } from './details.js';
import { AiCallerCallFilter } from './filter.js';
import { connectAiCaller } from './provider.js';
import { AICALLER } from './to-call.js';

export const aiCaller = defineProvider({
  name: AICALLER,
  description: 'AICaller: an AI that makes phone calls.',
  settings: {
    AICALLER_API_KEY: secret({ desc: 'API key, sent as aicaller-api-key.' }),
    AICALLER_BASE_URL: baseUrl({ default: 'https://api.aicaller.io', desc: 'What precedes /v1/phoneCalls.' }),
    AICALLER_COUNTRY: country({ default: undefined, desc: 'Where numbers without a country code belong; without it they are not read.' }),
  },
  required: ['AICALLER_API_KEY'],
  details: AiCallerCallDetails,
  filter: { field: 'aiCaller', type: AiCallerCallFilter, description: "What only AICaller can filter by; the others' calls are left alone." },
  connect: (settings, dependencies) =>
    connectAiCaller(
      { baseUrl: settings.AICALLER_BASE_URL, apiKey: settings.AICALLER_API_KEY, country: settings.AICALLER_COUNTRY as CountryCode | undefined },
      dependencies,
    ),
});
