import { TWILIO } from '../vendors/index.js';
import { describeProvider } from './suite/index.js';

describeProvider(TWILIO);
