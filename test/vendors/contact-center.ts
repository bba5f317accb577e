import { toCall } from '../../src/providers/contact-center/to-call.js';
import type { CallStatus } from '../generated/operations.js';
import type { Row } from '../../src/simulators/index.js';
import { ago, contactCenterRow, DAY } from './rows.js';
import type { Vendor } from './vendor.js';

const FLAGS: Partial<Record<CallStatus, Row>> = {
  QUEUED: { is_answered: false, is_ended: false, is_in_queue: true, type: 'in_queue' },
  RINGING: { is_answered: false, is_ended: false, is_in_queue: false, type: 'ringing' },
  IN_PROGRESS: { is_answered: true, is_ended: false, is_in_queue: false, type: 'in_progress' },
  COMPLETED: { is_answered: true, is_ended: true, is_in_queue: false, type: 'answered' },
  NO_ANSWER: { is_answered: false, is_ended: true, is_in_queue: false, type: 'missed' },
};

export const CONTACT_CENTER: Vendor = {
  provider: 'CONTACT_CENTER',
  simulator: 'contactCenter',
  capabilities: ['LIST_CALLS'],
  secrets: ['CONTACT_CENTER_ACCESS_TOKEN'],
  idField: 'id',
  unknownId: '987654321',
  row: (index) => contactCenterRow(100_000 + index, ago(DAY)),
  toCall,
  unknownStatus: { type: 'teleporting', is_ended: null },
  list: {
    statuses: Object.keys(FLAGS) as CallStatus[],
    says: { inbound: true, milliseconds: false, price: false },
    idOf: String,
    hintOf: ({ createdAt }) => String(createdAt / 1000),
    row: (call) => ({
      id: call.number, started_at: call.createdAt / 1000, is_inbound: call.direction === 'INBOUND', duration: call.duration,
      ...FLAGS[call.status], contact: { id: 1, number: call.person.slice(1) }, number: { id: 1, number: call.line.slice(1) },
      agents: [call.number % 3],
    }),
    changeStatus: (row) => void Object.assign(row, row['type'] === 'missed' ? FLAGS.COMPLETED : FLAGS.NO_ANSWER),
  },
};
