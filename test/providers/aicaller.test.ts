import { AICALLER } from '../support/vendors.js';
import { describeProvider } from './provider-suite.js';

describeProvider(AICALLER, {
  capabilities: ['GET_CALL', 'LIST_CALLS', 'CREATE_CALL', 'RECEIVE_EVENTS'],
  unknownId: 'ffffffffffffffffffffffff',
  secrets: ['AICALLER_API_KEY'],
});
