import { SKIPCALL } from '../support/vendors.js';
import { describeProvider } from './provider-suite.js';

describeProvider(SKIPCALL, {
  capabilities: ['GET_CALL'],
  unknownId: '00000000-0000-4000-8000-000000000000',
  secrets: ['SKIPCALL_API_KEY'],
});
