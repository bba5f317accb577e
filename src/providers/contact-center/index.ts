import { defineProvider } from '../definition.js';
import { mediaPlaces, mediaPlacesSetting } from '../media-places.js';
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
    CONTACT_CENTER_RECORDING_HOSTS: mediaPlacesSetting({
      default: 'media.plivo.com,*.media.plivo.com',
      desc: 'Where recordings are, separated by commas: hosts, with port or the path of a bucket. They get the user and password below, if these are set.',
    }),
    CONTACT_CENTER_RECORDING_REDIRECT_HOSTS: mediaPlacesSetting({ default: 's3.amazonaws.com/recordings_2013/', desc: 'Where recordings may be without credentials, and where those hosts may redirect to, in the same form.' }),
    CONTACT_CENTER_MEDIA_USER: secret({ default: '', desc: "User for recordings: Plivo's Auth ID, if the account protects its media." }),
    CONTACT_CENTER_MEDIA_PASSWORD: secret({ default: '', desc: "Password for recordings: Plivo's Auth Token." }),
  },
  baseUrl: 'CONTACT_CENTER_BASE_URL',
  required: ['CONTACT_CENTER_ACCESS_TOKEN', 'CONTACT_CENTER_BASE_URL'],
  details: ContactCenterCallDetails,
  filter: {
    field: 'contactCenter',
    type: ContactCenterCallFilter,
    description: 'Filters contact centre calls only; calls of other providers are not affected.',
  },
  setTogether: ['CONTACT_CENTER_MEDIA_USER', 'CONTACT_CENTER_MEDIA_PASSWORD'],
  connect: (settings, dependencies) =>
    connectContactCenter(
      {
        baseUrl: settings.CONTACT_CENTER_BASE_URL,
        accessToken: settings.CONTACT_CENTER_ACCESS_TOKEN,
        recordingPlaces: mediaPlaces(settings.CONTACT_CENTER_RECORDING_HOSTS),
        redirectPlaces: mediaPlaces(settings.CONTACT_CENTER_RECORDING_REDIRECT_HOSTS),
        mediaUser: settings.CONTACT_CENTER_MEDIA_USER,
        mediaPassword: settings.CONTACT_CENTER_MEDIA_PASSWORD,
      },
      dependencies,
    ),
});
