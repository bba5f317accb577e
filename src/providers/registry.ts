import { nameProvider } from '../model/call-provider.js';
import { aiCaller } from './aicaller/index.js';
import { contactCenter } from './contact-center/index.js';
import type { ProviderDefinition } from './definition.js';
import { exotel } from './exotel/index.js';
import { plivo } from './plivo/index.js';
import { skipcall } from './skipcall/index.js';
import { twilio } from './twilio/index.js';

/** All providers, one line each. Names, settings, start-up checks and GraphQL types come from here. */
export const providerDefinitions: readonly ProviderDefinition[] = [
  aiCaller,
  contactCenter,
  exotel,
  plivo,
  skipcall,
  twilio,
];

for (const { name, description, details } of providerDefinitions) nameProvider(name, description, details);
