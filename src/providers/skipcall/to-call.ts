import type { CountryCode } from 'libphonenumber-js';
import { Agent, AgentKind, AgentLeg } from '../../model/agent.js';
import { Call } from '../../model/call.js';
import { CallDirection } from '../../model/call-direction.js';
import { CallStatus, isAnswered } from '../../model/call-status.js';
import { Carrier, CarrierIdKind, carrierIds } from '../../model/carrier-id.js';
import { Contact } from '../../model/contact.js';
import type { PhoneNumber } from '../../model/phone-number.js';
import { readNumber } from '../read-number.js';
import { entered, flag, identifier, isoInstant, secondsBetween, text } from '../reading.js';
import { type Json, record } from '../../model/json-value.js';
import { atItsEnd, statusReader } from '../status-words.js';
import { SkipcallCallDetails } from './details.js';

export const SKIPCALL = 'SKIPCALL';

/** Notes and the copy in the CRM come after the call. */
const SETTLES_WITHIN_MS = 15 * 60 * 1000;

/** Document 003 has only `completed`; the other words are common in telephony. */
const readStatus = statusReader({
  queued: CallStatus.QUEUED,
  initiated: CallStatus.QUEUED,
  ringing: CallStatus.RINGING,
  'in-progress': CallStatus.IN_PROGRESS,
  ongoing: CallStatus.IN_PROGRESS,
  answered: CallStatus.IN_PROGRESS,
  completed: CallStatus.COMPLETED,
  busy: CallStatus.BUSY,
  'no-answer': CallStatus.NO_ANSWER,
  unanswered: CallStatus.NO_ANSWER,
  voicemail: CallStatus.COMPLETED,
  rejected: CallStatus.BUSY,
  declined: CallStatus.BUSY,
  missed: CallStatus.NO_ANSWER,
  canceled: CallStatus.CANCELED,
  cancelled: CallStatus.CANCELED,
  failed: CallStatus.FAILED,
});

/**
 * The answer of GET /v1/calls/{id} as a Call; null when it has no id. Fields: document 003. `country` is
 * the country of numbers without a country code; absent when unknown.
 */
export function toCall(row: Json, country?: CountryCode): Call | null {
  const id = identifier(row['id']);
  if (id === null) return null;
  const providerStatus = text(row['status']);
  // `type` is the direction; `callType` is how it was dialled.
  const direction = readDirection(text(row['type']));
  const inbound = direction === CallDirection.INBOUND;
  const contactNumber = readNumber(numberOf(row['phoneNumber']), country);
  const ownNumber = readNumber(numberOf(row['callerPhoneNumber']), country);
  const startedAt = isoInstant(row['startedAt']);
  const endedAt = isoInstant(row['endedAt']);
  const status = atItsEnd(readStatus(providerStatus), providerStatus, endedAt);
  const updatedAt = isoInstant(row['updatedAt']);
  const agent = agentOf(row);
  // A start time only says that it rang. A voicemail of an inbound call was not answered by a member.
  const answered = isAnswered(status) && !(inbound && isVoicemail(providerStatus));
  return new Call({
    provider: SKIPCALL,
    providerCallId: id,
    status,
    providerStatus,
    direction,
    from: inbound ? contactNumber : ownNumber,
    to: inbound ? ownNumber : contactNumber,
    contact: contactOf(contactNumber, row),
    agents: agent ? [agent] : [],
    agentLegs: agent
      ? [new AgentLeg({ agent, answered, startedAt, type: null, isTransfer: flag(row['transferred']), hangupReason: null })]
      : [],
    carrierIds: carrierIds(Carrier.TWILIO, [
      [CarrierIdKind.CALL, sidIn(row['userProviderSid'], 'CA')],
      [CarrierIdKind.CALL, sidIn(row['adminProviderSid'], 'CA')],
      [CarrierIdKind.CONFERENCE, sidIn(row['providerConferenceId'], 'CF')],
    ]),
    notes: entered(row['notes']),
    createdAt: isoInstant(row['createdAt']) ?? startedAt ?? endedAt ?? updatedAt,
    startedAt,
    endedAt,
    updatedAt,
    duration: secondsBetween(startedAt, endedAt),
    settlesWithinMs: SETTLES_WITHIN_MS,
    details: new SkipcallCallDetails({
      callType: text(row['callType']),
      transferred: flag(row['transferred']),
      sequenceId: identifier(row['sequenceId']),
      sequenceRunId: identifier(row['sequenceRunId']),
      phoneNumberId: identifier(row['phoneNumberId']),
      managedPhoneNumberId: identifier(row['managedPhoneNumberId']),
      organizationId: identifier(row['organizationId']),
      organizationMembershipId: identifier(row['organizationMembershipId']),
      userProviderSid: text(row['userProviderSid']),
      adminProviderSid: text(row['adminProviderSid']),
      providerConferenceId: text(row['providerConferenceId']),
      syncedWithCrmDate: isoInstant(row['syncedWithCrmDate']),
      deletedAt: isoInstant(row['deletedAt']),
    }),
  });
}

/** An id of Twilio's begins with two letters for what it identifies. Null for anything else. */
function sidIn(value: unknown, prefix: 'CA' | 'CF'): string | null {
  const sid = text(value);
  return sid !== null && /^[A-Z]{2}[0-9a-zA-Z]+$/.test(sid) && sid.startsWith(prefix) ? sid : null;
}

function isVoicemail(word: string | null): boolean {
  return word?.toLowerCase() === 'voicemail';
}

function readDirection(word: string | null): CallDirection {
  if (word === null) return CallDirection.UNKNOWN;
  if (/^inbound$|^incoming$/i.test(word)) return CallDirection.INBOUND;
  return /^outbound$|^outgoing$/i.test(word) ? CallDirection.OUTBOUND : CallDirection.UNKNOWN;
}

/** Numbers come wrapped in an object with `value`; a bare number is accepted too. */
function numberOf(value: unknown): unknown {
  return record(value)?.['value'] ?? value;
}

function fullName(person: Json | null): string | null {
  return [text(person?.['firstName']), text(person?.['lastName'])].filter((part) => part !== null).join(' ') || null;
}

function contactOf(number: PhoneNumber | null, row: Json): Contact | null {
  const person = record(row['contact']);
  const firstName = text(person?.['firstName']);
  const lastName = text(person?.['lastName']);
  const isUnknown = flag(person?.['isUnknown']) ?? undefined;
  return Contact.onCall(
    number,
    { provider: SKIPCALL, providerContactId: identifier(person?.['id']), name: fullName(person), listIds: [] },
    { firstName, lastName, ...(isUnknown !== undefined && { isUnknown }) },
  );
}

/** The caller has a name but no id, so the membership id is used, or the name when there is none. */
function agentOf(row: Json): Agent | null {
  const name = fullName(record(row['caller']));
  const providerAgentId = identifier(row['organizationMembershipId']) ?? identifier(name);
  return providerAgentId === null ? null : new Agent({ provider: SKIPCALL, providerAgentId, kind: AgentKind.HUMAN, name });
}
