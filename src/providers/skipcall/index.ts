import { defineProvider } from '../definition.js';
import { baseUrl, secret } from '../../config/validators.js';
import { SkipcallCallDetails } from './details.js';
import { connectSkipcall } from './provider.js';
import { SKIPCALL } from './to-call.js';

export const skipcall = defineProvider({
  name: SKIPCALL,
  description: 'Skipcall: a dialler for sales teams.',
  settings: {
    SKIPCALL_API_KEY: secret({ desc: 'API key, sent as a bearer token.' }),
    SKIPCALL_BASE_URL: baseUrl({ default: 'https://api-public.skipcall.app', desc: 'What precedes /v1/calls.' }),
  },
  required: ['SKIPCALL_API_KEY'],
  details: SkipcallCallDetails,
  connect: (settings, dependencies) =>
    connectSkipcall({ baseUrl: settings.SKIPCALL_BASE_URL, apiKey: settings.SKIPCALL_API_KEY }, dependencies),
});
