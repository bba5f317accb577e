import { toCall } from '../../src/providers/aicaller/to-call.js';
import type { CallStatus } from '../generated/operations.js';
import { fromOf, toOf } from '../support/known-calls.js';
import { sampleCall } from './samples.js';
import type { Vendor } from './vendor.js';

const WORDS: Partial<Record<CallStatus, readonly string[]>> = {
  QUEUED: ['queued'], RINGING: ['ringing'], IN_PROGRESS: ['inProgress'], COMPLETED: ['completed'], BUSY: ['busy'],
  NO_ANSWER: ['noAnswer'], CANCELED: ['canceled', 'cancelled'], FAILED: ['failed'], UNKNOWN: ['teleported'],
};

export const AICALLER: Vendor = {
  provider: 'AICALLER',
  simulator: 'aicaller',
  capabilities: ['GET_CALL', 'LIST_CALLS', 'CREATE_CALL', 'RECEIVE_EVENTS'],
  secrets: ['AICALLER_API_KEY'],
  idField: '_id',
  unknownId: 'ffffffffffffffffffffffff',
  row: (index) => ({ ...sampleCall('aicaller-list'), _id: `phonecall${index}` }),
  toCall: (row) => toCall(row, () => false, 'US'),
  unknownStatus: { status: 'teleporting' },
  list: {
    statuses: Object.keys(WORDS) as CallStatus[],
    says: { inbound: false, milliseconds: true, price: false },
    idOf: (number) => `call${number}`,
    hintOf: () => null,
    row: (call) => {
      const words = WORDS[call.status] ?? [];
      return {
        _id: `call${call.number}`, createdAt: new Date(call.createdAt).toISOString(), status: words[call.number % words.length],
        fromPhoneNumber: fromOf(call), toPhoneNumber: toOf(call), callDuration: call.duration, callTemplateId: `template${call.number % 3}`,
      };
    },
    changeStatus: (row) => void (row['status'] = row['status'] === 'completed' ? 'failed' : 'completed'),
  },
};
