import { toCall } from '../../src/providers/plivo/to-call.js';
import type { CallStatus } from '../generated/operations.js';
import type { Row } from '../../src/simulators/index.js';
import { fromOf, type KnownCall, timesOf as timesOfCall, toOf } from '../support/known-calls.js';
import { answering, everythingOf } from './document.js';
import { ago, DAY, plivoRow, plivoTime, plivoUuid, SECOND } from './rows.js';
import type { Vendor } from './vendor.js';

/** What is over. Calls that are going on have tests of their own. */
const CAUSES: Partial<Record<CallStatus, Row>> = {
  COMPLETED: { hangup_cause_code: 4000, hangup_cause_name: 'Normal Hangup' },
  BUSY: { hangup_cause_code: 3010, hangup_cause_name: 'Busy Line' },
  NO_ANSWER: { hangup_cause_code: 3000, hangup_cause_name: 'No Answer' },
  CANCELED: { hangup_cause_code: 1000, hangup_cause_name: 'Cancelled' },
  FAILED: { hangup_cause_code: 2000, hangup_cause_name: 'Invalid Destination Address' },
  UNKNOWN: { hangup_cause_code: 0, hangup_cause_name: 'Unknown' },
};

const LOADED_AT = Date.now();
const written = (instant: number | null) => instant && plivoTime(instant);

/** A row's times. No call ends in the future. */
function timesOf(call: KnownCall) {
  const { endedAt, talkTime } = timesOfCall(call);
  return { startedAt: call.createdAt, endedAt: endedAt && Math.max(call.createdAt, Math.min(endedAt, Math.floor(LOADED_AT / SECOND) * SECOND - SECOND)), talkTime: call.status === 'COMPLETED' ? talkTime : null };
}

const PAGING = "the vendor's paging; the feed has cursors of its own and asks for pages by offset";
const OF_RECORDINGS = "the graph's recordings have an address, a length and an id";
const OF_REQUEST = 'the id of the answer, not of the call';

export const PLIVO: Vendor = {
  provider: 'PLIVO',
  simulator: 'plivo',
  capabilities: ['GET_CALL', 'LIST_CALLS', 'RECEIVE_EVENTS'],
  secrets: ['PLIVO_AUTH_TOKEN'],
  idField: 'call_uuid',
  unknownId: plivoUuid(999_999),
  impossibleId: 'call 1',
  row: (index) => plivoRow(plivoUuid(index), ago(DAY)),
  toCall: (row) => toCall(row, { country: undefined, currency: 'USD' }),
  unknownStatus: { hangup_cause_name: 'teleporting', hangup_cause_code: null, answer_time: null, bill_duration: 0 },
  documents: [
    {
      title: "Plivo's call and recordings",
      sample: 'plivo',
      drops: {
        'call.api_id': OF_REQUEST,
        'recordings.api_id': OF_REQUEST,
        ...Object.fromEntries(['limit', 'next', 'offset', 'previous', 'total_count'].map((name) => [`recordings.meta.${name}`, PAGING])),
        ...Object.fromEntries(
          ['add_time', 'conference_name', 'monthly_recording_storage_amount', 'recording_end_ms', 'recording_format', 'recording_start_ms', 'recording_storage_duration', 'recording_storage_rate', 'recording_type', 'resource_uri', 'rounded_recording_duration'].map(
            (name) => [`recordings.objects.0.${name}`, OF_RECORDINGS],
          ),
        ),
      },
      shownAs: { 'recordings.objects.0.recording_duration_ms': 10.5 },
      answer: (graph, response) => {
        const { faults } = graph.simulators.plivo;
        faults.clear();
        faults.add({ fault: answering(response['call'] as Row), when: ({ path }) => path.includes('/Call/'), times: Infinity });
        faults.add({ fault: answering(response['recordings'] as Row), when: ({ path }) => path.includes('/Recording/'), times: Infinity });
        return everythingOf(graph, 'PLIVO', [(response['call'] as Row)['call_uuid']]);
      },
    },
  ],
  list: {
    statuses: Object.keys(CAUSES) as CallStatus[],
    says: { inbound: true, milliseconds: false, price: true },
    historyDays: 89,
    idOf: plivoUuid,
    hintOf: ({ createdAt }) => String(createdAt / 1000),
    row: (call) => {
      const { endedAt, talkTime } = timesOf(call);
      // One party with a plus, the other one without.
      const [from, to] = call.number % 2 === 0 ? [fromOf(call).slice(1), toOf(call)] : [fromOf(call), toOf(call).slice(1)];
      return {
        call_uuid: plivoUuid(call.number), initiation_time: plivoTime(call.createdAt), end_time: written(endedAt),
        answer_time: call.status === 'COMPLETED' ? plivoTime(call.createdAt) : null, ...CAUSES[call.status],
        call_direction: call.direction.toLowerCase(), from_number: from, to_number: to,
        call_duration: call.duration, bill_duration: talkTime, total_amount: call.price, parent_call_uuid: null,
      };
    },
    timesOf,
    changeStatus: (row) => void Object.assign(row, row['hangup_cause_code'] === 3010 ? CAUSES.NO_ANSWER : { ...CAUSES.BUSY, answer_time: null, bill_duration: null }),
  },
};
