import { Call } from '../../model/call.js';
import { CallDirection } from '../../model/call-direction.js';
import { CallStatus } from '../../model/call-status.js';
import { Carrier, CarrierIdKind, carrierIds } from '../../model/carrier-id.js';
import { Contact } from '../../model/contact.js';
import { type PhoneNumber, readE164 } from '../../model/phone-number.js';
import { readUrl } from '../../model/url.js';
import type { CallPlace } from '../listing/call-row.js';
import { readNumber } from '../read-number.js';
import { entered, epochInstant, flag, identifier, identifiers, labels, seconds, text } from '../reading.js';
import { type Json, record, records } from '../../model/json-value.js';
import { statusReader } from '../status-words.js';
import { CONTACT_CENTER, readAgents } from './agents.js';
import {
  ContactCenterCallDetails,
  ContactCenterLine,
  ContactCenterNumberParts,
  Disposition,
  ExternalNumber,
  NamedRef,
} from './details.js';

/** Dispositions and recordings come some time after the end; the document does not say when. */
const SETTLES_WITHIN_MS = 15 * 60 * 1000;

/** The status of a type word: used for unanswered calls, and alone when the flags are missing. */
const readType = statusReader({
  answered: CallStatus.COMPLETED,
  completed: CallStatus.COMPLETED,
  voicemail: CallStatus.COMPLETED,
  missed: CallStatus.NO_ANSWER,
  unanswered: CallStatus.NO_ANSWER,
  not_answered: CallStatus.NO_ANSWER,
  no_answer: CallStatus.NO_ANSWER,
  abandoned: CallStatus.NO_ANSWER,
  short_abandoned: CallStatus.NO_ANSWER,
  busy: CallStatus.BUSY,
  canceled: CallStatus.CANCELED,
  cancelled: CallStatus.CANCELED,
  failed: CallStatus.FAILED,
  in_queue: CallStatus.QUEUED,
  queued: CallStatus.QUEUED,
  ringing: CallStatus.RINGING,
  in_progress: CallStatus.IN_PROGRESS,
});

/** What a row of GET /calls/ says of the place of its call. */
interface ContactCenterPlace extends CallPlace {
  readonly startedAt: Date | null;
}

/** Null when the row has no id. */
export function placeOf(row: Json): ContactCenterPlace | null {
  const providerCallId = identifier(row['id']);
  if (providerCallId === null) return null;
  const startedAt = epochInstant(row['started_at']);
  return { providerCallId, startedAt, createdAt: startedAt ?? readAgents(row).agentLegs.find((leg) => leg.startedAt)?.startedAt ?? null };
}

/** A row of GET /calls/ as a Call; null when it has no id. Fields: document 002. */
export function toCall(row: Json): Call | null {
  const place = placeOf(row);
  return place && callAt(row, place);
}

/** The Call of a row whose place is known. */
export function callAt(row: Json, { providerCallId, startedAt, createdAt }: ContactCenterPlace): Call {
  const isInbound = flag(row['is_inbound']);
  const contactEntry = record(row['contact']);
  const line = record(row['number']);
  const disposition = record(row['disposition']);
  const contactNumber = numberOf(contactEntry);
  const ownNumber = numberOf(line);
  const { agents, agentLegs } = readAgents(row);
  const duration = seconds(row['duration']);
  return new Call({
    provider: CONTACT_CENTER,
    providerCallId,
    foundByTime: true,
    status: readStatus(row),
    providerStatus: text(row['type']),
    direction: isInbound === null ? CallDirection.UNKNOWN : isInbound ? CallDirection.INBOUND : CallDirection.OUTBOUND,
    from: isInbound === null ? null : isInbound ? contactNumber : ownNumber,
    to: isInbound === null ? null : isInbound ? ownNumber : contactNumber,
    contact: contactOf(contactNumber, contactEntry),
    agents,
    agentLegs,
    recordings: records(row['recordings']).map((recording) => ({
      providerRecordingId: identifier(recording['id']),
      url: readUrl(recording['url']),
      duration: seconds(recording['duration']),
    })),
    carrierIds: carrierIds(Carrier.PLIVO, records(row['recordings']).map((recording) => [CarrierIdKind.RECORDING, plivoRecordingIn(readUrl(recording['url']))])),
    tags: labels(row['tags']),
    notes: entered(disposition?.['note']),
    createdAt,
    startedAt,
    duration,
    talkTime: seconds(row['talk_time']),
    // The end time is not sent; it is at least the duration after the start.
    settlesWithinMs: SETTLES_WITHIN_MS + (duration ?? 0) * 1000,
    details: new ContactCenterCallDetails({
      type: text(row['type']),
      isAnswered: flag(row['is_answered']),
      isInQueue: flag(row['is_in_queue']),
      isEnded: flag(row['is_ended']),
      isAnsweredWithinSla: flag(row['is_answered_within_sla']),
      isDataCached: flag(row['is_data_cached']),
      requestedCallback: flag(row['requested_callback']),
      originalCallId: identifier(row['original_call_id']),
      campaign: readRef(row['campaign']),
      ringGroup: readRef(row['ring_group']),
      ivr: readRef(row['ivr']),
      disposition:
        disposition &&
        new Disposition({ id: identifier(disposition['id']) ?? '', code: entered(disposition['code']), note: entered(disposition['note']) }),
      line:
        line &&
        new ContactCenterLine({
          id: identifier(line['id']) ?? '',
          number: text(line['number']),
          alias: text(line['alias']),
          numberWithAlias: text(line['numberWithAlias']),
        }),
      externalNumbers: records(row['external_numbers']).flatMap((external) => {
        const number = numberOf(external);
        return number === null ? [] : [new ExternalNumber({ number: number.raw, isAnyTransfer: flag(external['is_any_transfer']) })];
      }),
      contactNumberParts:
        contactEntry &&
        new ContactCenterNumberParts({
          countryCallingCode: text(contactEntry['number_country_code']),
          nationalNumber: text(contactEntry['national_number']),
        }),
    }),
  });
}

/** The flags decide. The type word only refines an unanswered call, or replaces missing flags. */
function readStatus(row: Json): CallStatus {
  const word = readType(text(row['type']));
  const isAnswered = flag(row['is_answered']);
  const isEnded = flag(row['is_ended']);
  if (isEnded === null) return word;
  if (isEnded) {
    if (isAnswered) return CallStatus.COMPLETED;
    const unanswered = word === CallStatus.BUSY || word === CallStatus.CANCELED || word === CallStatus.FAILED;
    return isAnswered === null || unanswered ? word : CallStatus.NO_ANSWER;
  }
  if (flag(row['is_in_queue'])) return CallStatus.QUEUED;
  return isAnswered ? CallStatus.IN_PROGRESS : CallStatus.RINGING;
}

/**
 * The number of an entry. It comes whole, without a plus, and in parts. The parts state the country, so they
 * win when the whole number is missing or is the same number in national or international format.
 */
function numberOf(entry: Json | null): PhoneNumber | null {
  const whole = text(entry?.['number']);
  const parts = [text(entry?.['number_country_code']), text(entry?.['national_number'])];
  const inParts = parts.includes(null) ? null : parts.join('').replace(/^\+/, '');
  const isSame = inParts !== null && (whole === null || digitsOf(whole).endsWith(digitsOf(parts[1] ?? '').replace(/^0/, '')));
  const sentInParts = isSame ? readE164(`+${inParts}`) : null;
  return readNumber(whole ?? inParts, undefined, (raw) => sentInParts ?? readE164(/^[1-9]/.test(raw) ? `+${raw}` : raw));
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}

function contactOf(number: PhoneNumber | null, entry: Json | null): Contact | null {
  const name = text(entry?.['full_name']);
  return Contact.onCall(
    number,
    { provider: CONTACT_CENTER, providerContactId: identifier(entry?.['id']), name, listIds: identifiers(entry?.['list_ids']) },
    {},
  );
}

function readRef(value: unknown): NamedRef | null {
  const ref = record(value);
  const id = identifier(ref?.['id']);
  const name = text(ref?.['name']);
  return id === null && name === null ? null : new NamedRef({ id: id ?? '', name });
}

/** The id of Plivo's recording in its address: /v1/Account/{auth id}/Recording/{recording id}.mp3. Null for another address. */
function plivoRecordingIn(url: string | null): string | null {
  return /^https?:\/\/[^/]+\/v1\/Account\/[^/]+\/Recording\/([\w-]+)(?:\.\w+)?(?:\?|$)/.exec(url ?? '')?.[1] ?? null;
}
