import type { Call } from '../../model/call.js';
import { CallStatus } from '../../model/call-status.js';
import { type Assumption, cannotBeTold, doesNotHold, type Finding, holds, type Inquiry, shared } from '../assumptions/assumption.js';
import { clockAgrees } from '../assumptions/clock.js';
import { durationsAreSeconds } from '../assumptions/durations.js';
import { fieldsAsDocumented, type RowFields } from '../assumptions/fields.js';
import { statusesKnown } from '../assumptions/known-statuses.js';
import { foundById } from '../assumptions/lookup.js';
import { oldCallsListed, type Span } from '../assumptions/old-calls.js';
import { reachable, unknownIdIsNull } from '../assumptions/reach.js';
import { recordingsAtPlaces } from '../assumptions/recording-places.js';
import { aboutCalls, counted, type Sample, sampleOf } from '../assumptions/sample.js';
import { noLimitStated } from '../assumptions/stated-limit.js';
import { filterTakes } from '../assumptions/status-filter.js';
import { timesAreReal } from '../assumptions/times.js';
import type { RecordingCapability } from '../provider.js';
import type { ReadCalls } from '../read-rows.js';
import { isoInstant, number, secondsBetween } from '../reading.js';
import type { AiCallerApi } from './api.js';
import { recentRows } from './recent-rows.js';
import { MARGIN_MS } from './slice.js';
import { STATUS_WORDS } from './to-call.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of the right form; no call has it. */
const UNKNOWN_ID = 'f'.repeat(24);

/** The fields of documents 000 and 001. */
const FIELDS: RowFields = {
  needed: ['_id', 'createdAt', 'status', 'toPhoneNumber'],
  documented: [
    'callTemplateId', 'nameOfHuman', 'promptVariableValues', 'resultValues', 'callTriggeredAt', 'callStartedAt', 'callEndedAt', 'updatedAt',
    'phoneNumberId', 'fromPhoneNumber', 'toEmailAddress', 'telephonyProvider', 'record', 'phoneCallWebhooks', 'statusExtraInfo', 'recordingUrl',
    'callDuration', 'callOrigin', 'customTagsHitOnCall', 'fileId', 'fileName', 'teamId',
  ],
  rare: ['callDelayedUntil', 'fixedMeetingTime'],
  nested: { statusExtraInfo: ['statusCode', 'dateTime'], phoneCallWebhooks: ['url', 'subscribedEvent', 'secret'] },
};

export interface AiCallerAssumed {
  readonly api: AiCallerApi;
  readonly read: ReadCalls;
  readonly recordings: RecordingCapability;
}

/** Recent calls, up to a minute ago, so that no call is new in a later answer. */
interface RecentCalls extends Sample {
  readonly span: Span;
}

/** The same time asked for as a whole, and in two halves. Epoch milliseconds. */
interface Halves {
  readonly span: Span;
  readonly whole: readonly Call[];
  /** When one of the calls was created. */
  readonly middle: number;
  readonly older: readonly Call[];
  readonly newer: readonly Call[];
}

const LEAST_CALLS = 3;
const TOO_FEW = 'It has too few calls of the last seven days.';

/** What the documents leave open, or what we only guess. In seven or eight requests. */
export function aiCallerAssumptions({ api, read, recordings }: AiCallerAssumed): Assumption[] {
  const recent = shared(async (inquiry: Inquiry): Promise<RecentCalls> => {
    const to = inquiry.now() - MINUTE_MS;
    const answer = await recentRows(api, to, inquiry.context);
    const whyEmpty = answer ? 'It has no calls of the last seven days.' : 'The calls of one hour are more than UPSTREAM_MAX_BYTES.';
    return { ...sampleOf(answer?.rows ?? [], read, whyEmpty), span: { from: answer?.from ?? to, to } };
  });
  const listed = async ({ from, to }: Span, { context }: Inquiry) => read(await api.list({}, { after: from, before: to }, context)).calls;
  const halves = shared(async (inquiry: Inquiry): Promise<Halves> => {
    const { calls, span } = await recent(inquiry);
    const whole = calls.filter((call) => isWithin(span, call));
    const middle = whole.map(timeOf).sort((a, b) => a - b)[Math.floor(whole.length / 2)] ?? span.to;
    return { span, whole, middle, older: await listed({ from: span.from, to: middle }, inquiry), newer: await listed({ from: middle, to: span.to }, inquiry) };
  });
  return [
    reachable(async (inquiry) => `It lists ${counted((await recent(inquiry)).rows.length, 'recent call')}.`),
    clockAgrees(),
    noLimitStated(),
    ...fieldsAsDocumented(recent, FIELDS),
    statusesKnown(recent),
    timesAreReal({ id: 'times', claim: 'createdAt has a zone, and is not in the future.', answersDepend: true }, recent, ({ rows }) => rows.map((row) => isoInstant(row['createdAt'])), true),
    durationsAreSeconds({ id: 'duration', claim: 'callDuration is in seconds, from callStartedAt to callEndedAt.', answersDepend: true }, recent, ({ rows }) =>
      rows.map((row) => ({ stated: number(row['callDuration']), measured: secondsBetween(isoInstant(row['callStartedAt']), isoInstant(row['callEndedAt'])) })),
    ),
    aboutCalls({ id: 'unpaged', claim: 'The list has all matching calls in one answer.', answersDepend: true }, recent, async (_, inquiry) => isWhole(await halves(inquiry))),
    aboutCalls({ id: 'filter-ends', claim: 'fromDate and toDate filter by createdAt, to the second.', answersDepend: true }, recent, async (_, inquiry) => isByCreation(await halves(inquiry))),
    filterTakes({ id: 'canceled', claim: 'The status filter takes both spellings of cancelled.', answersDepend: true }, STATUS_WORDS[CallStatus.CANCELED], async (status, inquiry) => {
      const { span } = await recent(inquiry);
      return read(await api.list({ status }, { after: span.from, before: span.to }, inquiry.context)).calls;
    }),
    foundById(recent, read, (id, { context }) => api.get(id, context)),
    unknownIdIsNull(({ context }) => api.get(UNKNOWN_ID, context)),
    oldCallsListed({ id: 'history', claim: 'It still lists calls of three months ago.', answersDepend: true }, (now) => ({ from: now - 97 * DAY_MS, to: now - 90 * DAY_MS }), listed),
    recordingsAtPlaces(recent, recordings, 'AICALLER_RECORDING_HOSTS'),
  ];
}

function isWhole({ span, whole, older, newer }: Halves): Finding {
  const known = new Set(whole.map(({ providerCallId }) => providerCallId));
  const more = new Set([...older, ...newer].filter((call) => isWithin(span, call) && !known.has(call.providerCallId)));
  if (more.size > 0) return doesNotHold(`Two answers for the same days have ${counted(more.size, 'call')} more than one.`);
  return whole.length < LEAST_CALLS ? cannotBeTold(TOO_FEW) : holds(`${counted(whole.length, 'call')}, and no more in two answers.`);
}

function isByCreation({ whole, middle, older, newer }: Halves): Finding {
  const others = [...older.filter((call) => timeOf(call) > middle + MARGIN_MS), ...newer.filter((call) => timeOf(call) < middle - MARGIN_MS)].filter(({ isTimeless }) => !isTimeless);
  if (others.length > 0) return doesNotHold(`It also lists ${counted(others.length, 'call')} of other times.`);
  const found = new Set([...older, ...newer].map(({ providerCallId }) => providerCallId));
  const missing = whole.filter((call) => Math.abs(timeOf(call) - middle) > MARGIN_MS && !found.has(call.providerCallId));
  if (missing.length > 0) return doesNotHold(`It leaves out ${counted(missing.length, 'call')} of the time asked for.`);
  if (whole.length < LEAST_CALLS) return cannotBeTold(TOO_FEW);
  const end = (half: readonly Call[]) => (half.some((call) => timeOf(call) === middle) ? 'included' : 'left out');
  return holds(`A call of exactly fromDate is ${end(newer)}, one of exactly toDate is ${end(older)}.`);
}

/** Calls at the ends may be in one answer and not in the other. */
function isWithin({ from, to }: Span, call: Call): boolean {
  return timeOf(call) > from + MARGIN_MS && timeOf(call) < to - MARGIN_MS;
}

function timeOf({ createdAt }: Call): number {
  return createdAt.getTime();
}
