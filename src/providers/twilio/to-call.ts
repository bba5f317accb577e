import { AgentLeg } from '../../model/agent.js';
import { Call } from '../../model/call.js';
import { CallDirection } from '../../model/call-direction.js';
import { CallStatus, isAnswered } from '../../model/call-status.js';
import { Carrier, CarrierIdKind, carrierIds } from '../../model/carrier-id.js';
import { Contact } from '../../model/contact.js';
import { Money } from '../../model/money.js';
import type { PhoneNumber } from '../../model/phone-number.js';
import type { Json } from '../../model/json-value.js';
import type { CallPlace } from '../listing/call-row.js';
import { decimal, identifier, number, seconds, text } from '../reading.js';
import { statusReader } from '../status-words.js';
import { agentAt, TWILIO } from './agents.js';
import { TwilioCallDetails } from './details.js';
import { readParty } from './parties.js';
import { rfc2822Instant } from './rfc2822.js';

/** Price and recordings come after the end. Twilio does not say when; an hour is a guess. */
const SETTLES_WITHIN_MS = 60 * 60 * 1000;

/** The status of calls that were not dialled yet. */
export const QUEUED = 'queued';

/** Statuses in the words of Twilio's filter. `initiated` comes in notifications only. */
export const STATUS_WORDS: Readonly<Partial<Record<CallStatus, string>>> = {
  [CallStatus.QUEUED]: QUEUED,
  [CallStatus.RINGING]: 'ringing',
  [CallStatus.IN_PROGRESS]: 'in-progress',
  [CallStatus.COMPLETED]: 'completed',
  [CallStatus.BUSY]: 'busy',
  [CallStatus.NO_ANSWER]: 'no-answer',
  [CallStatus.CANCELED]: 'canceled',
  [CallStatus.FAILED]: 'failed',
};

const readStatus = statusReader({
  ...Object.fromEntries(Object.entries(STATUS_WORDS).map(([status, word]) => [word, status as CallStatus])),
  cancelled: CallStatus.CANCELED,
  initiated: CallStatus.QUEUED,
});

/** Directions of a SIP trunk are named after the trunk's end at Twilio: a terminating call leaves to the phone network. */
const DIRECTIONS: Readonly<Record<string, CallDirection>> = {
  inbound: CallDirection.INBOUND,
  'outbound-api': CallDirection.OUTBOUND,
  'outbound-dial': CallDirection.OUTBOUND,
  'trunking-terminating': CallDirection.OUTBOUND,
  'trunking-originating': CallDirection.INBOUND,
};

/** Null when the row has no SID. */
export function placeOf(row: Json): CallPlace | null {
  const providerCallId = identifier(row['sid']);
  return providerCallId === null ? null : { providerCallId, createdAt: rfc2822Instant(row['date_created']) ?? rfc2822Instant(row['start_time']) };
}

/** A row of Calls.json, or the answer of a single look-up, as a Call; null when it has no SID. */
export function toCall(row: Json): Call | null {
  const place = placeOf(row);
  return place && callAt(row, place);
}

export function statusOf(row: Json): CallStatus {
  return readStatus(text(row['status']));
}

/** The Call of a row whose place is known. */
export function callAt(row: Json, { providerCallId: sid, createdAt }: CallPlace): Call {
  const status = statusOf(row);
  const directionWord = text(row['direction']);
  const direction = DIRECTIONS[directionWord?.toLowerCase() ?? ''] ?? CallDirection.UNKNOWN;
  const from = readParty(row['from']);
  const to = readParty(row['to']);
  const startedAt = rfc2822Instant(row['start_time']);
  const agents = [from, to].flatMap((party) => agentAt(party?.raw ?? null) ?? []);
  return new Call({
    provider: TWILIO,
    providerCallId: sid,
    status,
    providerStatus: text(row['status']),
    direction,
    from,
    to,
    contact: contactOf(direction === CallDirection.INBOUND ? from : to),
    agents,
    agentLegs: agents.map((agent) => new AgentLeg({ agent, answered: isAnswered(status), startedAt, type: directionWord, isTransfer: null, hangupReason: null })),
    carrierIds: carrierIds(Carrier.TWILIO, [[CarrierIdKind.CALL, sid]]),
    // Another request has them: see recordings.ts.
    recordings: null,
    createdAt,
    startedAt,
    endedAt: rfc2822Instant(row['end_time']),
    updatedAt: rfc2822Instant(row['date_updated']),
    duration: seconds(row['duration']),
    price: priceOf(row),
    settlesWithinMs: SETTLES_WITHIN_MS,
    details: new TwilioCallDetails({
      accountSid: text(row['account_sid']),
      parentCallSid: text(row['parent_call_sid']),
      phoneNumberSid: text(row['phone_number_sid']),
      twilioDirection: directionWord,
      answeredBy: text(row['answered_by']),
      forwardedFrom: text(row['forwarded_from']),
      callerName: text(row['caller_name']),
      queueMilliseconds: wholeNumber(row['queue_time']),
      trunkSid: text(row['trunk_sid']),
      groupSid: text(row['group_sid']),
      apiVersion: text(row['api_version']),
      uri: text(row['uri']),
    }),
  });
}

/** Whether a call is a leg of the call with this SID. */
export function isChildLeg({ sid, parentCallSid }: { readonly sid: unknown; readonly parentCallSid: unknown }): boolean {
  return typeof parentCallSid === 'string' && /^CA[0-9A-Za-z]+$/.test(parentCallSid) && parentCallSid !== sid;
}

/** The SID of the call of which a call is a leg. Null if it is a call of its own. */
export function parentSidOf({ providerCallId: sid, details }: Call): string | null {
  const { parentCallSid } = details as TwilioCallDetails;
  return isChildLeg({ sid, parentCallSid }) ? parentCallSid : null;
}

/** Twilio has no contacts. The phone of an agent is none either. */
function contactOf(party: PhoneNumber | null): Contact | null {
  if (agentAt(party?.raw ?? null)) return null;
  return Contact.onCall(party, { provider: TWILIO, providerContactId: null, name: null, listIds: [] }, { isUnknown: true });
}

/** Twilio writes a cost as a negative amount. */
function priceOf(row: Json): Money | null {
  const amount = decimal(row['price']);
  if (amount === null) return null;
  const isZero = !/[1-9]/.test(amount);
  const cost = amount.startsWith('-') ? amount.slice(1) : isZero ? amount : `-${amount}`;
  return new Money(cost, text(row['price_unit'])?.toUpperCase() ?? null);
}

/** The largest value of GraphQL's Int. */
const MAX_INT = 2 ** 31 - 1;

function wholeNumber(value: unknown): number | null {
  const read = number(value);
  return read !== null && Number.isInteger(read) && Math.abs(read) <= MAX_INT ? read : null;
}
