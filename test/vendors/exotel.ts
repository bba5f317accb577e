import { DateTime } from 'luxon';
import { toCall } from '../../src/providers/exotel/to-call.js';
import { VendorClock } from '../../src/providers/exotel/vendor-clock.js';
import type { CallStatus } from '../generated/operations.js';
import { fromOf, toOf } from '../support/known-calls.js';
import { ago, DAY, exotelRow, sid } from './rows.js';
import type { Vendor } from './vendor.js';

const ZONE = 'Asia/Kolkata';
const clock = new VendorClock(ZONE);
/** The list has only what is over. */
const WORDS: Partial<Record<CallStatus, string>> = {
  COMPLETED: 'completed', BUSY: 'busy', NO_ANSWER: 'no-answer', CANCELED: 'canceled', FAILED: 'failed', UNKNOWN: 'vanished',
};
const idOf = (number: number) => number.toString(16).padStart(32, '0');

export const EXOTEL: Vendor = {
  provider: 'EXOTEL',
  simulator: 'exotel',
  capabilities: ['GET_CALL', 'BATCH_GET_CALLS', 'LIST_CALLS', 'RECEIVE_EVENTS'],
  secrets: ['EXOTEL_API_KEY', 'EXOTEL_API_TOKEN'],
  idField: 'Sid',
  unknownId: 'f'.repeat(32),
  row: (index) => exotelRow(sid(index), ago(DAY)),
  toCall: (row) => toCall(row, { clock, country: 'IN' }),
  unknownStatus: { Status: 'teleporting' },
  list: {
    statuses: Object.keys(WORDS) as CallStatus[],
    says: { inbound: true, milliseconds: false, price: true },
    idOf,
    hintOf: ({ createdAt }) => String(createdAt / 1000),
    row: (call) => ({
      Sid: idOf(call.number), DateCreated: DateTime.fromMillis(call.createdAt, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm:ss'),
      Status: WORDS[call.status], Direction: call.direction === 'INBOUND' ? 'inbound' : 'outbound-api',
      From: fromOf(call), To: toOf(call), Duration: call.duration === null ? null : String(call.duration), Price: call.price,
    }),
    changeStatus: (row) => void (row['Status'] = row['Status'] === 'completed' ? 'failed' : 'completed'),
  },
};
