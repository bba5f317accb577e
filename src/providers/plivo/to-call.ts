import type { CountryCode } from 'libphonenumber-js';
import { Call } from '../../model/call.js';
import { CallDirection } from '../../model/call-direction.js';
import { Carrier, CarrierIdKind, carrierIds } from '../../model/carrier-id.js';
import { Contact } from '../../model/contact.js';
import type { Json } from '../../model/json-value.js';
import { Money } from '../../model/money.js';
import { type PhoneNumber, readE164 } from '../../model/phone-number.js';
import { readNumber } from '../read-number.js';
import { decimal, identifier, number, seconds, text } from '../reading.js';
import { PlivoCallDetails } from './details.js';
import { statusOf } from './status.js';
import { readSessionStart, readTime } from './times.js';
import { isUuid } from './uuid.js';

export const PLIVO = 'PLIVO';

/** How long a call's record and its recordings may still come after its end. Not documented. */
export const LATEST_RECORD_MS = 60 * 60 * 1000;

/** What is needed to read an account's rows. */
export interface PlivoLocale {
  /** The country of numbers that begin with a zero. */
  readonly country: CountryCode | undefined;
  /** ISO 4217. Null if it is not known. */
  readonly currency: string | null;
}

/** A call that is over, or one that is going on, which has fewer fields with shorter names. Null when it has no id. */
export function toCall(row: Json, { country, currency }: PlivoLocale): Call | null {
  const id = identifier(row['call_uuid']);
  if (id === null) return null;
  const word = text(row['call_status']);
  const causeName = text(row['hangup_cause_name']);
  const causeCode = number(row['hangup_cause_code']);
  const answeredAt = readTime(row['answer_time']);
  const endedAt = readTime(row['end_time']);
  const begunAt = readTime(row['initiation_time']) ?? readSessionStart(row['session_start']);
  const direction = readDirection(row['call_direction'] ?? row['direction']);
  const from = readParty(row['from_number'] ?? row['from'], country);
  const to = readParty(row['to_number'] ?? row['to'], country);
  const talkTime = seconds(row['bill_duration']);
  const price = decimal(row['total_amount']);
  const conferenceUuid = identifier(row['conference_uuid']);
  const isAnswered = answeredAt !== null || (talkTime ?? 0) > 0;
  return new Call({
    provider: PLIVO,
    providerCallId: id,
    foundByTime: true,
    status: statusOf({ word, isAnswered, causeCode, causeName }),
    providerStatus: word ?? causeName ?? text(row['call_state']) ?? text(row['hangup_cause_code']),
    direction,
    from,
    to,
    contact: direction === CallDirection.UNKNOWN ? null : contactOf(direction === CallDirection.INBOUND ? from : to),
    // Only an answered call has any, and only once it is over.
    recordings: isAnswered && word === null ? null : [],
    carrierIds: carrierIds(Carrier.PLIVO, [[CarrierIdKind.CALL, id], [CarrierIdKind.CONFERENCE, conferenceUuid]]),
    createdAt: begunAt ?? answeredAt ?? endedAt,
    startedAt: begunAt,
    endedAt,
    duration: seconds(row['call_duration']),
    talkTime,
    price: price === null ? null : new Money(price, currency),
    settlesWithinMs: LATEST_RECORD_MS,
    details: new PlivoCallDetails({
      parentCallUuid: identifier(row['parent_call_uuid']),
      conferenceUuid,
      requestUuid: identifier(row['request_uuid']),
      answeredAt,
      hangupCauseName: causeName,
      hangupCauseCode: Number.isInteger(causeCode) && Math.abs(causeCode ?? 0) < 2 ** 31 ? causeCode : null,
      hangupSource: text(row['hangup_source']),
      callState: text(row['call_state']),
      billedDuration: seconds(row['billed_duration']),
      totalRate: decimal(row['total_rate']),
      stirVerification: text(row['stir_verification']),
      // The documents write it in both ways.
      stirAttestation: text(row['stir_attestation'] ?? row['Stir_attestation']),
      voiceNetworkGroup: text(row['voice_network_group']),
      sourceIp: text(row['source_ip']),
      callerName: text(row['caller_name']),
      cnamLookup: text(row['cnam_lookup']),
      resourceUri: text(row['resource_uri']),
    }),
  });
}

/** The id of the call that dialled this one. Null if it is a call of its own. */
export function parentOf({ providerCallId, details }: Call): string | null {
  const parent = details instanceof PlivoCallDetails ? details.parentCallUuid : null;
  return parent !== null && isUuid(parent) && parent.toLowerCase() !== providerCallId.toLowerCase() ? parent : null;
}

function readDirection(value: unknown): CallDirection {
  const word = text(value)?.toLowerCase();
  if (word === 'inbound') return CallDirection.INBOUND;
  return word === 'outbound' ? CallDirection.OUTBOUND : CallDirection.UNKNOWN;
}

/** One row may have +12025550143 and 12025550143. Both have the country code. */
function readParty(value: unknown, country: CountryCode | undefined): PhoneNumber | null {
  return readNumber(value, undefined, (raw) => (/^\s*[1-9]/.test(raw) ? readE164(`+${raw.trim()}`) : null) ?? readE164(raw, country));
}

/** Plivo has no contacts. */
function contactOf(party: PhoneNumber | null): Contact | null {
  return Contact.onCall(party, { provider: PLIVO, providerContactId: null, name: null, listIds: [] }, { isUnknown: true });
}
