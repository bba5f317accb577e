import { toCall } from '../../src/providers/aicaller/to-call.js';
import type { Row } from '../../src/simulators/index.js';
import { type CallStatus, CreatePhoneCallDocument } from '../generated/operations.js';
import { fromOf, timesOf, toOf } from '../support/known-calls.js';
import { run } from '../support/graph.js';
import { LEAST } from '../support/dialing.js';
import { answering, everythingOf } from './document.js';
import { serve } from './rows.js';
import { sampleCall } from './samples.js';
import type { Vendor } from './vendor.js';

const WORDS: Partial<Record<CallStatus, readonly string[]>> = {
  QUEUED: ['queued'], RINGING: ['ringing'], IN_PROGRESS: ['inProgress'], COMPLETED: ['completed'], BUSY: ['busy'],
  NO_ANSWER: ['noAnswer'], CANCELED: ['canceled', 'cancelled'], FAILED: ['failed'], UNKNOWN: ['teleported'],
};

const SECRET = 'write-only: whoever reads calls could forge notifications with it';
const PLACEHOLDER = 'the document has a placeholder here that is no instant';

export const AICALLER: Vendor = {
  provider: 'AICALLER',
  simulator: 'aicaller',
  capabilities: ['GET_CALL', 'LIST_CALLS', 'CREATE_CALL', 'RECEIVE_EVENTS'],
  secrets: ['AICALLER_API_KEY'],
  idField: '_id',
  unknownId: 'ffffffffffffffffffffffff',
  impossibleId: 'call 1',
  row: (index) => ({ ...sampleCall('aicaller-list'), _id: `phonecall${index}` }),
  toCall: (row) => toCall(row, () => false, 'US'),
  unknownStatus: { status: 'teleporting' },
  documents: [
    {
      title: "document 000, AICaller's list",
      sample: 'aicaller-list',
      drops: { 'data.0.phoneCallWebhooks.0.secret': SECRET },
      answer: (graph, response) => {
        const rows = response['data'] as Row[];
        serve(graph.simulators.aicaller, ...rows);
        return everythingOf(graph, 'AICALLER', rows.map((row) => row['_id']));
      },
    },
    {
      title: "document 001, AICaller's answer to a new call",
      sample: 'aicaller-create',
      drops: { 'data.phoneCallWebhooks.0.secret': SECRET, 'data.createdAt': PLACEHOLDER, 'data.updatedAt': PLACEHOLDER },
      answer: (graph, response) => {
        graph.simulators.aicaller.faults.clear();
        graph.simulators.aicaller.faults.add({ fault: answering(response) });
        return run(graph, CreatePhoneCallDocument, { input: LEAST });
      },
    },
  ],
  list: {
    statuses: Object.keys(WORDS) as CallStatus[],
    says: { inbound: false, milliseconds: true, price: false },
    idOf: (number) => `call${number}`,
    hintOf: () => null,
    row: (call) => {
      const words = WORDS[call.status] ?? [];
      const { startedAt, endedAt } = timesOf(call);
      return {
        _id: `call${call.number}`, createdAt: new Date(call.createdAt).toISOString(), status: words[call.number % words.length],
        fromPhoneNumber: fromOf(call), toPhoneNumber: toOf(call), callDuration: call.duration, callTemplateId: `template${call.number % 3}`,
        callStartedAt: new Date(startedAt).toISOString(), callEndedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
      };
    },
    timesOf: (call) => ({ ...timesOf(call), talkTime: null }),
    changeStatus: (row) => void (row['status'] = row['status'] === 'completed' ? 'failed' : 'completed'),
  },
};
