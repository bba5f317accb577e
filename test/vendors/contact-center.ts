import { toCall } from '../../src/providers/contact-center/to-call.js';
import type { CallStatus } from '../generated/operations.js';
import type { Row } from '../../src/simulators/index.js';
import { answering, everythingOf } from './document.js';
import { ago, contactCenterRow, DAY } from './rows.js';
import { timesOf } from '../support/known-calls.js';
import type { Vendor } from './vendor.js';

const FLAGS: Partial<Record<CallStatus, Row>> = {
  QUEUED: { is_answered: false, is_ended: false, is_in_queue: true, type: 'in_queue' },
  RINGING: { is_answered: false, is_ended: false, is_in_queue: false, type: 'ringing' },
  IN_PROGRESS: { is_answered: true, is_ended: false, is_in_queue: false, type: 'in_progress' },
  COMPLETED: { is_answered: true, is_ended: true, is_in_queue: false, type: 'answered' },
  NO_ANSWER: { is_answered: false, is_ended: true, is_in_queue: false, type: 'missed' },
};

const PAGING = "the vendor's paging; the feed has cursors of its own and asks for pages by number";
const SAME_LEG = 'the same leg is in all_agents, from where it is shown';
const ANSWERED_LEG = ['user_id', 'alias', 'sip', 'type', 'is_any_transfer', 'hangup_reason'];

export const CONTACT_CENTER: Vendor = {
  provider: 'CONTACT_CENTER',
  simulator: 'contactCenter',
  capabilities: ['LIST_CALLS'],
  secrets: ['CONTACT_CENTER_ACCESS_TOKEN'],
  idField: 'id',
  unknownId: '987654321',
  impossibleId: 'call 1',
  row: (index) => contactCenterRow(100_000 + index, ago(DAY)),
  toCall,
  unknownStatus: { type: 'teleporting', is_ended: null },
  documents: [
    {
      title: 'document 002, the contact centre',
      sample: 'contact-center',
      drops: {
        ...Object.fromEntries(['page', 'limit', 'total', 'next', 'previous'].map((name) => [`meta.${name}`, PAGING])),
        ...Object.fromEntries([0, 1].flatMap((call) => ANSWERED_LEG.map((name) => [`calls.${call}.answered_agents.0.${name}`, SAME_LEG]))),
      },
      answer: (graph, response) => {
        graph.simulators.contactCenter.faults.clear();
        graph.simulators.contactCenter.faults.add({ fault: answering(response), times: Infinity });
        return everythingOf(graph, 'CONTACT_CENTER', (response['calls'] as Row[]).map((row) => row['id']));
      },
    },
  ],
  list: {
    statuses: Object.keys(FLAGS) as CallStatus[],
    says: { inbound: true, milliseconds: false, price: false },
    idOf: String,
    hintOf: ({ createdAt }) => String(createdAt / 1000),
    row: (call) => ({
      id: call.number, started_at: call.createdAt / 1000, is_inbound: call.direction === 'INBOUND', duration: call.duration, talk_time: timesOf(call).talkTime,
      ...FLAGS[call.status], contact: { id: 1, number: call.person.slice(1) }, number: { id: 1, number: call.line.slice(1) },
      agents: [call.number % 3],
    }),
    // Its only time is both the creation and the start.
    timesOf: (call) => ({ startedAt: call.createdAt, endedAt: null, talkTime: timesOf(call).talkTime }),
    changeStatus: (row) => void Object.assign(row, row['type'] === 'missed' ? FLAGS.COMPLETED : FLAGS.NO_ANSWER),
  },
};
