import { PLIVO } from '../vendors/index.js';
import { describeProvider } from './suite/index.js';

describeProvider(PLIVO);
