import type { CountryCode } from 'libphonenumber-js';
import { Agent, AgentKind, AgentLeg } from '../../model/agent.js';
import { Call } from '../../model/call.js';
import { CallDirection } from '../../model/call-direction.js';
import { CallStatus, isAnswered } from '../../model/call-status.js';
import { Contact } from '../../model/contact.js';
import type { PhoneNumber } from '../../model/phone-number.js';
import { ONLY_RECORDING } from '../../model/recording.js';
import { readUrl } from '../../model/url.js';
import { Webhook, withoutSecrets } from '../../model/webhook.js';
import { readNumber } from '../read-number.js';
import { flag, identifier, isoInstant, labels, seconds, text, verbatim } from '../reading.js';
import { type Json, list, record, records } from '../../model/json-value.js';
import { statusReader } from '../status-words.js';
import { AiCallerCallDetails, AiCallerStatusExtraInfo, PromptVariable, ResultValue } from './details.js';

export const AICALLER = 'AICALLER';

/** Results and recording appear some time after the end; AICaller does not say when. */
const SETTLES_WITHIN_MS = 15 * 60 * 1000;

/** AICaller's words by status. Its documents spell cancelled both ways. */
export const STATUS_WORDS: Readonly<Record<Exclude<CallStatus, CallStatus.UNKNOWN>, readonly string[]>> = {
  [CallStatus.QUEUED]: ['queued'],
  [CallStatus.RINGING]: ['ringing'],
  [CallStatus.IN_PROGRESS]: ['inProgress'],
  [CallStatus.BUSY]: ['busy'],
  [CallStatus.FAILED]: ['failed'],
  [CallStatus.NO_ANSWER]: ['noAnswer'],
  [CallStatus.CANCELED]: ['cancelled', 'canceled'],
  [CallStatus.COMPLETED]: ['completed'],
};
const readStatus = statusReader(
  Object.fromEntries(Object.entries(STATUS_WORDS).flatMap(([status, words]) => words.map((word) => [word, status as CallStatus]))),
);

/**
 * A row of GET /v1/phoneCalls, or the answer of a POST, as a Call; null when it has no _id. The answer
 * of a POST lacks fields that are only known later. `country` is the country of numbers without a country
 * code; absent when unknown. Fields: documents 000 and 001.
 */
export function toCall(row: Json, isOwnWebhook: (url: string) => boolean = () => false, country?: CountryCode): Call | null {
  const id = identifier(row['_id']);
  if (id === null) return null;
  const providerStatus = text(row['status']);
  const status = readStatus(providerStatus);
  const to = readNumber(row['toPhoneNumber'], country);
  const recordingUrl = readUrl(row['recordingUrl']);
  const callTemplateId = identifier(row['callTemplateId']);
  const agent = callTemplateId === null ? null : aiAgent(callTemplateId);
  const callTriggeredAt = isoInstant(row['callTriggeredAt']);
  const startedAt = isoInstant(row['callStartedAt']);
  const updatedAt = isoInstant(row['updatedAt']);
  const delayedUntil = isoInstant(row['callDelayedUntil']);
  return new Call({
    provider: AICALLER,
    providerCallId: id,
    status,
    providerStatus,
    // AICaller only places calls.
    direction: CallDirection.OUTBOUND,
    from: readNumber(row['fromPhoneNumber'], country),
    to,
    contact: contactOf(to, row),
    agents: agent ? [agent] : [],
    agentLegs: agent ? [legOf(agent, isAnswered(status), startedAt)] : [],
    recordings: recordingUrl === null ? [] : [{ providerRecordingId: null, url: recordingUrl, key: ONLY_RECORDING }],
    // The address of our own webhook contains our secret.
    webhooks: records(row['phoneCallWebhooks']).filter(({ url }) => !isOwnWebhook(text(url) ?? '')).map(readWebhook).filter((webhook) => webhook !== null),
    tags: labels(row['customTagsHitOnCall']),
    createdAt: isoInstant(row['createdAt']) ?? callTriggeredAt ?? startedAt ?? updatedAt,
    startedAt,
    endedAt: isoInstant(row['callEndedAt']),
    updatedAt,
    scheduledFor: delayedUntil,
    duration: seconds(row['callDuration']),
    settlesWithinMs: SETTLES_WITHIN_MS,
    details: new AiCallerCallDetails({
      teamId: identifier(row['teamId']),
      callTemplateId,
      phoneNumberId: identifier(row['phoneNumberId']),
      fileId: identifier(row['fileId']),
      fileName: text(row['fileName']),
      nameOfHuman: text(row['nameOfHuman']),
      toEmailAddress: text(row['toEmailAddress']),
      telephonyProvider: text(row['telephonyProvider']),
      record: flag(row['record']),
      callOrigin: text(row['callOrigin']),
      callTriggeredAt,
      callDelayedUntil: delayedUntil,
      fixedMeetingTime: isoInstant(row['fixedMeetingTime']),
      statusExtraInfo: readExtraInfo(row['statusExtraInfo']),
      promptVariableValues: pairs(row['promptVariableValues'], 'key').map(([key, value]) => new PromptVariable({ key, value })),
      resultValues: pairs(row['resultValues'], 'columnName').map(([columnName, value]) => new ResultValue({ columnName, value })),
      customTagsHitOnCall: labels(row['customTagsHitOnCall']),
    }),
  });
}

/** The call template acts as the agent. AICaller has no endpoint for it, so only its id is known. */
export function aiAgent(callTemplateId: string): Agent {
  return new Agent({ provider: AICALLER, providerAgentId: callTemplateId, kind: AgentKind.AI });
}

function legOf(agent: Agent, answered: boolean, startedAt: Date | null): AgentLeg {
  return new AgentLeg({ agent, answered, startedAt, type: null, isTransfer: null, hangupReason: null });
}

function contactOf(number: PhoneNumber | null, row: Json): Contact | null {
  const name = text(row['nameOfHuman']);
  return Contact.onCall(
    number,
    { provider: AICALLER, providerContactId: null, name, listIds: [] },
    { email: text(row['toEmailAddress']) },
  );
}

/** AICaller returns the secret in plain text on every read. It is dropped here, and so are secrets in the address. */
function readWebhook(webhook: Json): Webhook | null {
  const url = withoutSecrets(text(webhook['url']) ?? '');
  return url === null ? null : new Webhook(url, text(webhook['subscribedEvent']) ?? '', verbatim(webhook['secret']) !== null);
}

function readExtraInfo(value: unknown): AiCallerStatusExtraInfo | null {
  const info = record(value);
  return info && new AiCallerStatusExtraInfo({ statusCode: text(info['statusCode']), dateTime: isoInstant(info['dateTime']) });
}

/** Reads a list of name and value pairs, or one object of values by name. */
function pairs(value: unknown, name: string): [string, string | null][] {
  const byName = record(value);
  if (byName) return Object.entries(byName).map(([key, entry]) => [key.toWellFormed(), verbatim(entry)]);
  return list(value).flatMap((entry) => {
    const pair = record(entry);
    const key = pair && verbatim(pair[name]);
    return pair && key !== null ? [[key, verbatim(pair['value'])]] : [];
  });
}
