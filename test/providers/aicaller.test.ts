import { AICALLER } from '../vendors/index.js';
import { describeProvider } from './suite/index.js';

describeProvider(AICALLER);
