import { EXOTEL } from '../support/vendors.js';
import { describeProvider } from './provider-suite.js';

describeProvider(EXOTEL, {
  capabilities: ['GET_CALL', 'BATCH_GET_CALLS', 'LIST_CALLS', 'RECEIVE_EVENTS'],
  unknownId: 'f'.repeat(32),
  secrets: ['EXOTEL_API_KEY', 'EXOTEL_API_TOKEN'],
});
