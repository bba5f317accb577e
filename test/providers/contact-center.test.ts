import { CONTACT_CENTER } from '../support/vendors.js';
import { describeProvider } from './provider-suite.js';

describeProvider(CONTACT_CENTER, {
  capabilities: ['LIST_CALLS'],
  unknownId: '987654321',
  secrets: ['CONTACT_CENTER_ACCESS_TOKEN'],
});
