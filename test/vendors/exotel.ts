import { DateTime } from 'luxon';
import { toCall } from '../../src/providers/exotel/to-call.js';
import { VendorClock } from '../../src/providers/exotel/vendor-clock.js';
import type { CallStatus } from '../generated/operations.js';
import { fromOf, timesOf, toOf } from '../support/known-calls.js';
import { everythingOf } from './document.js';
import { ago, DAY, exotelRow, serve, sid } from './rows.js';
import type { Vendor } from './vendor.js';

const ZONE = 'Asia/Kolkata';
const clock = new VendorClock(ZONE);
/** The list has only what is over. */
const WORDS: Partial<Record<CallStatus, string>> = {
  COMPLETED: 'completed', BUSY: 'busy', NO_ANSWER: 'no-answer', CANCELED: 'canceled', FAILED: 'failed', UNKNOWN: 'vanished',
};
const written = (instant: number | null) => instant && DateTime.fromMillis(instant, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm:ss');
const idOf = (number: number) => number.toString(16).padStart(32, '0');

export const EXOTEL: Vendor = {
  provider: 'EXOTEL',
  simulator: 'exotel',
  capabilities: ['GET_CALL', 'BATCH_GET_CALLS', 'LIST_CALLS', 'RECEIVE_EVENTS'],
  secrets: ['EXOTEL_API_KEY', 'EXOTEL_API_TOKEN'],
  idField: 'Sid',
  unknownId: 'f'.repeat(32),
  impossibleId: 'call 1',
  row: (index) => exotelRow(sid(index), ago(DAY)),
  toCall: (row) => toCall(row, { clock, country: 'IN' }),
  unknownStatus: { Status: 'teleporting' },
  documents: [
    {
      title: 'document 004, Exotel',
      sample: 'exotel',
      drops: {},
      answer: (graph, response) => {
        serve(graph.simulators.exotel, response);
        return everythingOf(graph, 'EXOTEL', [response['Sid']]);
      },
    },
  ],
  list: {
    statuses: Object.keys(WORDS) as CallStatus[],
    says: { inbound: true, milliseconds: false, price: true },
    idOf,
    hintOf: ({ createdAt }) => String(createdAt / 1000),
    row: (call) => ({
      Sid: idOf(call.number), DateCreated: written(call.createdAt), StartTime: written(timesOf(call).startedAt), EndTime: written(timesOf(call).endedAt),
      ConversationDuration: timesOf(call).talkTime,
      Status: WORDS[call.status], Direction: call.direction === 'INBOUND' ? 'inbound' : 'outbound-api',
      From: fromOf(call), To: toOf(call), Duration: call.duration === null ? null : String(call.duration), Price: call.price,
    }),
    timesOf,
    changeStatus: (row) => void (row['Status'] = row['Status'] === 'completed' ? 'failed' : 'completed'),
  },
};
