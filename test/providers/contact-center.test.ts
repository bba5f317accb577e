import { CONTACT_CENTER } from '../vendors/index.js';
import { describeProvider } from './suite/index.js';

describeProvider(CONTACT_CENTER);
