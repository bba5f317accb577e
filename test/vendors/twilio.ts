import { toCall } from '../../src/providers/twilio/to-call.js';
import { rfc2822 } from '../../src/simulators/twilio/rfc2822.js';
import type { CallStatus } from '../generated/operations.js';
import { fromOf, timesOf, toOf } from '../support/known-calls.js';
import { everythingOf } from './document.js';
import { serve } from './rows.js';
import { sampleCall } from './samples.js';
import type { Vendor } from './vendor.js';

/** Queued calls are in a list of their own, and never old: test/providers/twilio/queued.test.ts. */
const WORDS: Partial<Record<CallStatus, string>> = {
  RINGING: 'ringing', IN_PROGRESS: 'in-progress', COMPLETED: 'completed', BUSY: 'busy', NO_ANSWER: 'no-answer', CANCELED: 'canceled', FAILED: 'failed', UNKNOWN: 'teleported',
};
const OTHER_FORM = 'the number in another form';
const idOf = (number: number) => `CA${number.toString(16).padStart(32, '0')}`;
const written = (instant: number | null) => (instant === null ? null : rfc2822(instant));

export const TWILIO: Vendor = {
  provider: 'TWILIO',
  simulator: 'twilio',
  capabilities: ['GET_CALL', 'LIST_CALLS', 'RECEIVE_EVENTS'],
  secrets: ['TWILIO_AUTH_TOKEN'],
  idField: 'sid',
  unknownId: `CA${'f'.repeat(32)}`,
  impossibleId: 'call 1',
  row: (index) => ({ ...sampleCall('twilio'), sid: idOf(index), parent_call_sid: null }),
  toCall,
  unknownStatus: { status: 'teleporting' },
  documents: [
    {
      title: "the fields of Twilio's OpenAPI",
      sample: 'twilio',
      drops: { from_formatted: OTHER_FORM, to_formatted: OTHER_FORM, 'subresource_uris.recordings': 'a path of the API, which the id gives too' },
      shownAs: { price: '0.01700' },
      answer: (graph, response) => {
        serve(graph.simulators.twilio, response);
        return everythingOf(graph, 'TWILIO', [response['sid']]);
      },
    },
  ],
  list: {
    statuses: Object.keys(WORDS) as CallStatus[],
    says: { inbound: true, milliseconds: false, price: true },
    idOf,
    hintOf: () => null,
    row: (call) => {
      const { startedAt, endedAt } = timesOf(call);
      return {
        sid: idOf(call.number), date_created: written(call.createdAt), status: WORDS[call.status],
        start_time: written(startedAt), end_time: written(endedAt),
        direction: call.direction === 'INBOUND' ? 'inbound' : 'outbound-api', from: fromOf(call), to: toOf(call),
        duration: call.duration === null ? null : String(call.duration), price: call.price === null ? null : `-${call.price}`,
      };
    },
    timesOf: (call) => ({ ...timesOf(call), talkTime: null }),
    changeStatus: (row) => void (row['status'] = row['status'] === 'completed' ? 'failed' : 'completed'),
  },
};
