import type { CountryCode } from 'libphonenumber-js';
import { Call } from '../../model/call.js';
import type { CallFacts } from '../../model/call-facts.js';
import { CallDirection } from '../../model/call-direction.js';
import { CallStatus } from '../../model/call-status.js';
import { Contact, type ProviderContact } from '../../model/contact.js';
import { Money } from '../../model/money.js';
import type { PhoneNumber } from '../../model/phone-number.js';
import { ONLY_RECORDING } from '../../model/recording.js';
import { readUrl } from '../../model/url.js';
import { readNumber } from '../read-number.js';
import { decimal, identifier, seconds, text } from '../reading.js';
import { type Json, record } from '../../model/json-value.js';
import { atItsEnd, statusReader } from '../status-words.js';
import { ExotelCallDetails, ExotelDirection } from './details.js';
import type { VendorClock } from './vendor-clock.js';

export const EXOTEL = 'EXOTEL';

/** Duration, price and recording come within minutes after the end; nothing changes after 15 minutes. */
const SETTLES_WITHIN_MS = 15 * 60 * 1000;

/** Status words of document 004; canceled appears only in its examples. */
export const STATUS_WORDS: Readonly<Record<string, CallStatus>> = {
  queued: CallStatus.QUEUED,
  ringing: CallStatus.RINGING,
  'in-progress': CallStatus.IN_PROGRESS,
  completed: CallStatus.COMPLETED,
  failed: CallStatus.FAILED,
  busy: CallStatus.BUSY,
  'no-answer': CallStatus.NO_ANSWER,
  answered: CallStatus.IN_PROGRESS,
  canceled: CallStatus.CANCELED,
  cancelled: CallStatus.CANCELED,
};
const readStatus = statusReader(STATUS_WORDS);

/** Direction words; callbacks use incoming for inbound. */
const DIRECTIONS: Readonly<Record<string, ExotelDirection>> = {
  inbound: ExotelDirection.INBOUND,
  incoming: ExotelDirection.INBOUND,
  'outbound-dial': ExotelDirection.OUTBOUND_DIAL,
  'outbound-api': ExotelDirection.OUTBOUND_API,
};

/** The account's settings that are needed to read its rows. */
export interface Locale {
  readonly clock: VendorClock;
  /** The country of numbers without a country code. */
  readonly country: CountryCode;
}

/**
 * A row of Calls.json, or the Call of a single look-up, as a Call; null when it has no Sid.
 * Field names: document 004 and the vendor's call details page. `keepsRow`: the call keeps the row.
 */
export function toCall(row: Json, { clock, country }: Locale, keepsRow = false): Call | null {
  const sid = identifier(row['Sid']);
  if (sid === null) return null;
  const providerStatus = text(row['Status']);
  const endedAt = clock.read(row['EndTime']);
  const status = atItsEnd(readStatus(providerStatus), providerStatus, endedAt);
  const directionWord = text(row['Direction'])?.toLowerCase() ?? '';
  const direction = readDirection(directionWord);
  const from = readNumber(row['From'], country);
  const to = readNumber(row['To'], country);
  const startedAt = clock.read(row['StartTime']);
  const details = record(row['Details']);
  const price = decimal(row['Price']);
  const lastingUrl = readUrl(row['RecordingUrl']);
  // It needs no credentials, but expires within minutes.
  const recordingUrl = readUrl(row['PreSignedRecordingUrl']) ?? lastingUrl;
  const facts: CallFacts = {
    provider: EXOTEL,
    providerCallId: sid,
    foundByTime: true,
    status,
    providerStatus,
    direction,
    from,
    to,
    contact: contactOf(direction === CallDirection.INBOUND ? from : to),
    recordings: recordingUrl === null ? [] : [{ providerRecordingId: null, url: recordingUrl, lastingUrl, key: ONLY_RECORDING }],
    createdAt: clock.read(row['DateCreated']) ?? startedAt,
    startedAt,
    endedAt,
    updatedAt: clock.read(row['DateUpdated']),
    duration: seconds(row['Duration']),
    talkTime: seconds(details?.['ConversationDuration'] ?? row['ConversationDuration']),
    price: price === null ? null : new Money(price),
    settlesWithinMs: SETTLES_WITHIN_MS,
    details: new ExotelCallDetails({
      accountSid: text(row['AccountSid']),
      parentCallSid: text(row['ParentCallSid']),
      phoneNumberSid: text(row['PhoneNumberSid']) ?? text(row['PhoneNumber']),
      direction: DIRECTIONS[directionWord] ?? null,
      answeredBy: text(row['AnsweredBy']),
      forwardedFrom: text(row['ForwardedFrom']),
      callerName: text(row['CallerName']),
      uri: text(row['Uri']),
      leg1Status: text(details?.['Leg1Status'] ?? row['Leg1Status']),
      leg2Status: text(details?.['Leg2Status'] ?? row['Leg2Status']),
    }),
  };
  return new Call(facts, keepsRow ? row : null);
}

function readDirection(directionWord: string): CallDirection {
  if (DIRECTIONS[directionWord] === ExotelDirection.INBOUND) return CallDirection.INBOUND;
  return directionWord.startsWith('outbound') ? CallDirection.OUTBOUND : CallDirection.UNKNOWN;
}

/** Exotel has no contacts. */
const NO_ENTRY: ProviderContact = { provider: EXOTEL, providerContactId: null, name: null, listIds: [] };

/** On an outbound call From is the organisation's own leg, dialled first. */
function contactOf(number: PhoneNumber | null): Contact | null {
  return Contact.onCall(number, NO_ENTRY, { isUnknown: true });
}
