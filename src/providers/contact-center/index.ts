import { defineProvider } from '../definition.js';
import { baseUrl, secret } from '../validators.js';
import { CONTACT_CENTER } from './agents.js';
import { ContactCenterCallDetails } from './details.js';
import { ContactCenterCallFilter } from './filter.js';
import { connectContactCenter } from './provider.js';

export const contactCenter = defineProvider({
  name: CONTACT_CENTER,
  description: 'A contact centre: agents, ring groups, voice menus and queues.',
  settings: {
    CONTACT_CENTER_ACCESS_TOKEN: secret({ desc: 'Access token, sent in the header Access-Token.' }),
    CONTACT_CENTER_BASE_URL: baseUrl({ desc: 'The part before /calls/. It has no default, because the API document does not name its vendor.' }),
  },
  baseUrl: 'CONTACT_CENTER_BASE_URL',
  required: ['CONTACT_CENTER_ACCESS_TOKEN', 'CONTACT_CENTER_BASE_URL'],
  details: ContactCenterCallDetails,
  filter: {
    field: 'contactCenter',
    type: ContactCenterCallFilter,
    description: 'Filters contact centre calls only; calls of other providers are not affected.',
  },
  connect: (settings, dependencies) =>
    connectContactCenter({ baseUrl: settings.CONTACT_CENTER_BASE_URL, accessToken: settings.CONTACT_CENTER_ACCESS_TOKEN }, dependencies),
});
