import { Refusal } from '../answer.js';
import { oneOf, readE164 } from '../query.js';
import type { Row } from '../simulator.js';
import { field } from '../row-fields.js';
import { readUtcInstant } from './instant.js';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.trim() !== '';
const isE164: Check = (value) => typeof value === 'string' && readE164(value) !== undefined;
const isInstant: Check = (value) => typeof value === 'string' && readUtcInstant(value) !== undefined;
// The document types teamId as an object and shows a string.
const isTeamId: Check = (value) => isText(value) || (typeof value === 'object' && value !== null);
const isWord = (...words: string[]): Check => (value) => typeof value === 'string' && oneOf(words)(value) !== undefined;
const isListOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const isPromptVariable: Check = (value) => isText(field(value, 'key')) && typeof field(value, 'value') === 'string';
const isWebhook: Check = (value) =>
  /^https?:\/\//.test(String(field(value, 'url'))) &&
  isText(field(value, 'subscribedEvent')) &&
  ['string', 'undefined'].includes(typeof field(value, 'secret'));

/** The status words, with both spellings of canceled that the document has. */
export const STATUSES = [
  'queued', 'ringing', 'inProgress', 'busy', 'noAnswer', 'canceled', 'cancelled', 'failed', 'completed',
] as const;

const REQUIRED: Record<string, Check> = {
  teamId: isTeamId,
  callTemplateId: isText,
  nameOfHuman: isText,
  toPhoneNumber: isE164,
  promptVariableValues: isListOf(isPromptVariable),
};

const OPTIONAL: Record<string, Check> = {
  phoneNumberId: isText,
  fromPhoneNumber: isE164,
  toEmailAddress: isText,
  status: isWord(...STATUSES),
  telephonyProvider: isWord('twilio', 'plivo', 'telnyx'),
  record: (value) => typeof value === 'boolean',
  callDelayedUntil: isInstant,
  phoneCallWebhooks: isListOf(isWebhook),
};

/**
 * Reads the body of POST /v1/phoneCalls. Accepts only documented fields of the documented types.
 * @throws Refusal with status 400 that names the first wrong field
 */
export function readNewCall(text: string): Row {
  const body = parseObject(text);
  for (const [name, check] of Object.entries(REQUIRED)) {
    if (body[name] === undefined) throw new Refusal(400, `${name} is required`);
    if (!check(body[name])) throw new Refusal(400, `${name} is invalid`);
  }
  for (const [name, value] of Object.entries(body)) {
    if (Object.hasOwn(REQUIRED, name)) continue;
    const check = Object.hasOwn(OPTIONAL, name) ? OPTIONAL[name] : undefined;
    if (!check) throw new Refusal(400, `${name} is not a field of a phone call`);
    if (!check(value)) throw new Refusal(400, `${name} is invalid`);
  }
  return body;
}

function parseObject(text: string): Row {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'the body must be a JSON object');
  }
  return body as Row;
}
