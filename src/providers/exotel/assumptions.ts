import type { Call } from '../../model/call.js';
import { CallStatus } from '../../model/call-status.js';
import { type Assumption, cannotBeTold, doesNotHold, type Finding, holds, type Inquiry, shared } from '../assumptions/assumption.js';
import { clockAgrees } from '../assumptions/clock.js';
import { durationsAreSeconds } from '../assumptions/durations.js';
import { fieldsAsDocumented, type RowFields } from '../assumptions/fields.js';
import { statusesKnown } from '../assumptions/known-statuses.js';
import { foundById } from '../assumptions/lookup.js';
import { oldCallsListed } from '../assumptions/old-calls.js';
import { pageIsFull } from '../assumptions/page-size.js';
import { reachable, unknownIdIsNull } from '../assumptions/reach.js';
import { recordingsAtPlaces } from '../assumptions/recording-places.js';
import { aboutCalls, counted, type Sample, sampleOf } from '../assumptions/sample.js';
import { noLimitStated } from '../assumptions/stated-limit.js';
import { filterTakes } from '../assumptions/status-filter.js';
import { timesAreReal } from '../assumptions/times.js';
import type { RecordingCapability } from '../provider.js';
import { number, seconds, secondsBetween } from '../reading.js';
import { MAX_PAGE_SIZE, MAX_SIDS } from './api.js';
import { horizon } from './history.js';
import { STATUS_PARAMETERS } from './parameters.js';
import type { ExotelList } from './source.js';
import { listOrderAssumptions } from './assumed-order.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Exotel allows a month for one request. */
const OLD_SPAN_MS = 28 * DAY_MS;
/** Of the right form; no call has it. */
const UNKNOWN_SID = 'f'.repeat(32);
const ONGOING: readonly CallStatus[] = [CallStatus.QUEUED, CallStatus.RINGING, CallStatus.IN_PROGRESS];
const CANCELED = STATUS_PARAMETERS[CallStatus.CANCELED] ?? '';

/** The fields of the vendor's call details page; document 004 names them by the filters only. */
const FIELDS: RowFields = {
  needed: ['Sid', 'DateCreated', 'Status', 'Direction', 'From', 'To'],
  documented: ['ParentCallSid', 'DateUpdated', 'AccountSid', 'PhoneNumberSid', 'StartTime', 'EndTime', 'Duration', 'Price', 'AnsweredBy', 'ForwardedFrom', 'CallerName', 'Uri', 'RecordingUrl'],
  // A feature of the account, names of callbacks, and what only a single look-up has.
  rare: ['PreSignedRecordingUrl', 'PhoneNumber', 'ConversationDuration', 'Leg1Status', 'Leg2Status', 'Details'],
};

export interface ExotelAssumed extends ExotelList {
  readonly recordings: RecordingCapability;
}

/** What the documents leave open, or what we only guess. In nine requests. */
export function exotelAssumptions({ recordings, ...exotel }: ExotelAssumed): Assumption[] {
  const { api, read, clock } = exotel;
  const newest = shared(async ({ context }: Inquiry) => {
    const page = await api.bulk({}, { pageSize: MAX_PAGE_SIZE }, context);
    return { ...sampleOf(page.rows, read, 'It has no calls of the last 31 days.'), after: page.after };
  });
  /** The newest answered call. Only such a call has a conversation. */
  const answered = async (inquiry: Inquiry): Promise<Sample> => {
    const sample = await newest(inquiry);
    const call = sample.calls.find(({ status, duration }) => status === CallStatus.COMPLETED && duration !== null) ?? sample.calls[0];
    return { ...sample, calls: call ? [call] : [] };
  };
  const single = shared(async (inquiry: Inquiry) => {
    const [call] = (await answered(inquiry)).calls;
    return call ? api.single(call.providerCallId, inquiry.context) : null;
  });
  return [
    reachable(async (inquiry) => `It lists ${counted((await newest(inquiry)).rows.length, 'recent call')}.`),
    clockAgrees(),
    noLimitStated(),
    ...fieldsAsDocumented(newest, FIELDS),
    statusesKnown(newest),
    timesAreReal({ id: 'time-zone', claim: 'Times are in EXOTEL_TIME_ZONE.', answersDepend: true }, newest, ({ rows }) => rows.map((row) => clock.read(row['DateCreated'])), false),
    durationsAreSeconds({ id: 'duration', claim: 'Duration is in seconds, from StartTime to EndTime.', answersDepend: true }, newest, ({ rows }) =>
      rows.map((row) => ({ stated: seconds(row['Duration']), measured: secondsBetween(clock.read(row['StartTime']), clock.read(row['EndTime'])) })),
    ),
    aboutCalls({ id: 'price', claim: 'Price is what a call costs, and never negative.', answersDepend: true }, newest, ({ rows }) => pricesArePositive(rows.map((row) => number(row['Price'])))),
    aboutCalls({ id: 'over', claim: 'The list leaves out ongoing calls.', answersDepend: false }, newest, ({ calls }) => {
      const ongoing = calls.filter(({ status }) => ONGOING.includes(status)).length;
      return ongoing > 0 ? doesNotHold(`It has ${counted(ongoing, 'ongoing call')}.`) : holds(`None of ${counted(calls.length, 'call')} is ongoing.`);
    }),
    pageIsFull(newest, MAX_PAGE_SIZE, async (inquiry) => (await newest(inquiry)).after !== null),
    ...listOrderAssumptions(exotel, newest),
    aboutCalls({ id: 'batch', claim: `One request looks up ${MAX_SIDS} calls.`, answersDepend: true }, newest, ({ calls }, inquiry) => foundTogether(exotel, calls, inquiry)),
    aboutCalls({ id: 'number-filter', claim: 'The filter by number takes E.164, however a call spells the number.', answersDepend: true }, newest, ({ calls }, inquiry) => foundByNumber(exotel, calls, inquiry)),
    filterTakes({ id: 'canceled', claim: `The status filter takes ${CANCELED}, which is in an example only.`, answersDepend: true }, [CANCELED], async (word, { context }) =>
      read((await api.bulk({ statuses: [word] }, { pageSize: MAX_PAGE_SIZE }, context)).rows).calls,
    ),
    foundById(answered, read, (_, inquiry) => single(inquiry)),
    aboutCalls({ id: 'talk-time', claim: 'The look-up of a single call has the duration of the conversation.', answersDepend: false }, answered, async ({ calls }, inquiry) => {
      const row = await single(inquiry);
      const [call] = read(row ? [row] : []).calls;
      const talkTime = call?.talkTime ?? null;
      if (calls[0]?.status !== CallStatus.COMPLETED) return cannotBeTold('No recent call was answered.');
      if (talkTime === null) return doesNotHold('An answered call has none.');
      return talkTime <= (call?.duration ?? Number.POSITIVE_INFINITY) ? holds('An answered call has it.') : doesNotHold('It is longer than the whole call.');
    }),
    unknownIdIsNull(({ context }) => api.single(UNKNOWN_SID, context)),
    oldCallsListed({ id: 'history', claim: 'It lists calls of six months.', answersDepend: true }, (now) => ({ from: horizon(clock, now), to: horizon(clock, now) + OLD_SPAN_MS }), async (created, { context }) =>
      read((await api.bulk({}, { created, pageSize: MAX_PAGE_SIZE }, context)).rows).calls,
    ),
    recordingsAtPlaces(newest, recordings, 'EXOTEL_RECORDING_HOSTS'),
  ];
}

function pricesArePositive(prices: readonly (number | null)[]): Finding {
  const stated = prices.filter((price) => price !== null);
  const negative = stated.filter((price) => price < 0).length;
  if (stated.length === 0) return cannotBeTold('No recent call has a price.');
  return negative > 0 ? doesNotHold(`${negative} of ${counted(stated.length, 'price')} are negative.`) : holds(`So are ${counted(stated.length, 'price')}.`);
}

async function foundTogether({ api, read }: ExotelList, calls: readonly Call[], { context }: Inquiry): Promise<Finding> {
  const sids = calls.slice(0, MAX_SIDS).map(({ providerCallId }) => providerCallId);
  const found = new Set(read((await api.bulk({ sids }, { pageSize: MAX_PAGE_SIZE }, context)).rows).calls.map(({ providerCallId }) => providerCallId));
  const missing = sids.filter((sid) => !found.has(sid)).length;
  if (missing > 0) return doesNotHold(`It finds ${sids.length - missing} of ${counted(sids.length, 'call')}.`);
  return found.size > sids.length ? doesNotHold('It also finds calls that were not asked for.') : holds(`It finds ${counted(sids.length, 'call')} at once.`);
}

/** Asks for the calls of one number, in the second of a known call. */
async function foundByNumber({ api, read }: ExotelList, calls: readonly Call[], { context }: Inquiry): Promise<Finding> {
  const called = calls.filter(({ to, isTimeless }) => typeof to?.e164 === 'string' && !isTimeless);
  const spelledOtherwise = called.find(({ to }) => to?.raw !== to?.e164);
  const call = spelledOtherwise ?? called[0];
  const number = call?.to?.e164;
  if (!call || !number) return cannotBeTold('No recent call has a number that can be written in E.164.');
  const second = call.createdAt.getTime();
  const found = read((await api.bulk({ to: [number] }, { created: { from: second, to: second }, pageSize: MAX_PAGE_SIZE }, context)).rows).calls;
  if (!found.some(({ providerCallId }) => providerCallId === call.providerCallId)) return doesNotHold('It does not find a call of that number.');
  if (found.some(({ to }) => to?.e164 !== number)) return doesNotHold('It also finds calls of other numbers.');
  return holds(spelledOtherwise ? 'It finds a call that spells its number in another way.' : 'It finds a call that spells its number in E.164.');
}
