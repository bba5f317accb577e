import { defineProvider } from '../definition.js';
import { mediaPlaces, mediaPlacesSetting } from '../media-places.js';
import { baseUrl, checkedText, requestsPerMinute, secret } from '../validators.js';
import { TwilioCallDetails } from './details.js';
import { TwilioCallFilter } from './filter.js';
import { connectTwilio } from './provider.js';
import { TWILIO } from './agents.js';

const accountSid = checkedText((sid) => /^AC[0-9A-Za-z]{1,62}$/.test(sid), 'not an account SID, which begins with AC');
const keySid = checkedText((sid) => /^(SK[0-9A-Za-z]{1,62})?$/.test(sid), 'not the SID of an API key, which begins with SK');

export const twilio = defineProvider({
  name: TWILIO,
  description: 'Twilio Voice: a carrier.',
  settings: {
    TWILIO_ACCOUNT_SID: accountSid({ desc: 'SID of the account or subaccount, beginning with AC.' }),
    TWILIO_AUTH_TOKEN: secret({ default: '', desc: 'Auth token of that account. Needed to receive notifications, also next to an API key.' }),
    TWILIO_API_KEY_SID: keySid({ default: '', desc: 'SID of an API key, beginning with SK. Used instead of the auth token.' }),
    TWILIO_API_KEY_SECRET: secret({ default: '', desc: 'Secret of the API key.' }),
    TWILIO_BASE_URL: baseUrl({ default: 'https://api.twilio.com', desc: 'The part before /2010-04-01/Accounts. Other regions have other hosts, such as https://api.dublin.ie1.twilio.com' }),
    TWILIO_RECORDING_HOSTS: mediaPlacesSetting({
      default: 'api.twilio.com,api.dublin.ie1.twilio.com,api.sydney.au1.twilio.com',
      desc: 'Where recordings are, separated by commas: hosts, with port or the path of a bucket. They get the credentials.',
    }),
    TWILIO_RECORDING_REDIRECT_HOSTS: mediaPlacesSetting({ default: '', desc: 'Where recordings may be without credentials, and where those hosts may redirect to, in the same form.' }),
    TWILIO_REQUESTS_PER_MINUTE: requestsPerMinute({ default: '0', desc: 'The most requests per minute. 0 for no limit: Twilio limits concurrent requests instead.' }),
  },
  requestLimit: { setting: 'TWILIO_REQUESTS_PER_MINUTE', windowSeconds: 60 },
  baseUrl: 'TWILIO_BASE_URL',
  required: ['TWILIO_ACCOUNT_SID'],
  oneOf: [['TWILIO_AUTH_TOKEN'], ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET']],
  setTogether: ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
  details: TwilioCallDetails,
  filter: { field: 'twilio', type: TwilioCallFilter, description: 'Filters Twilio calls only; calls of other providers are not affected.' },
  connect: (settings, dependencies) =>
    connectTwilio(
      {
        baseUrl: settings.TWILIO_BASE_URL,
        accountSid: settings.TWILIO_ACCOUNT_SID,
        authToken: settings.TWILIO_AUTH_TOKEN,
        apiKeySid: settings.TWILIO_API_KEY_SID,
        apiKeySecret: settings.TWILIO_API_KEY_SECRET,
        recordingPlaces: mediaPlaces(settings.TWILIO_RECORDING_HOSTS),
        redirectPlaces: mediaPlaces(settings.TWILIO_RECORDING_REDIRECT_HOSTS),
      },
      dependencies,
    ),
});
