import { clockAgrees } from '../assumptions/clock.js';
import { type Assumption, cannotBeTold, doesNotHold, holds, type Inquiry, shared } from '../assumptions/assumption.js';
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
import type { ReadCalls } from '../read-rows.js';
import { number, seconds, secondsBetween } from '../reading.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { MAX_PAGE_SIZE, type TwilioApi } from './api.js';
import { rfc2822Instant } from './rfc2822.js';
import { parentSidOf, QUEUED, STATUS_WORDS } from './to-call.js';
import { CallStatus } from '../../model/call-status.js';
import { dayOf, daysFrom } from './utc-day.js';

const SAMPLED_DAYS = 120;
/** Ago. */
const OLD_DAYS = { first: 97, last: 90 };
const DAY_MS = 24 * 60 * 60 * 1000;
/** Of the right form; no call has it. */
const UNKNOWN_SID = `CA${'f'.repeat(32)}`;
const RECORDED_CALLS = 20;
const EVERY_DAY = daysFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);

/** The fields of Twilio's OpenAPI. */
const FIELDS: RowFields = {
  needed: ['sid', 'date_created', 'start_time', 'status', 'direction', 'from', 'to', 'parent_call_sid', 'price', 'price_unit'],
  documented: [
    'account_sid', 'date_updated', 'end_time', 'duration', 'from_formatted', 'to_formatted', 'phone_number_sid', 'answered_by', 'api_version', 'forwarded_from', 'group_sid', 'caller_name',
    'queue_time', 'trunk_sid', 'uri',
  ],
  // Twilio's answers have it, its OpenAPI describes it for a part of them only.
  rare: ['subresource_uris', 'annotation'],
};

export interface TwilioAssumed {
  readonly api: TwilioApi;
  readonly read: ReadCalls;
  readonly recordings: RecordingCapability;
}

/** What the documents leave open, or what we only guess. In nine requests, the recordings included. */
export function twilioAssumptions({ api, read, recordings }: TwilioAssumed): Assumption[] {
  const sampled = (inquiry: Inquiry) => daysFrom(dayOf(inquiry.now()) - SAMPLED_DAYS, Number.POSITIVE_INFINITY);
  const newest = shared(async (inquiry: Inquiry) => {
    const page = await api.calls({}, sampled(inquiry), null, inquiry.context);
    return { ...sampleOf(page.rows, read, `It has no calls of the last ${SAMPLED_DAYS} days.`), next: page.next };
  });
  /** Some calls of one day, with their recordings. */
  const recorded = async (inquiry: Inquiry): Promise<Sample> => {
    const sample = await newest(inquiry);
    const over = sample.calls.filter((call) => call.status === CallStatus.COMPLETED && parentSidOf(call) === null);
    const day = dayOf(over[0]?.createdAt.getTime() ?? 0);
    const calls = over.filter(({ createdAt }) => dayOf(createdAt.getTime()) === day).slice(0, RECORDED_CALLS);
    const found = (await recordings.find?.(calls, inquiry.context)) ?? [];
    const failure = found.find((one) => one instanceof ProviderError);
    if (failure) throw failure;
    return { ...sample, calls: calls.map((call, index) => call.withRecordings((found[index] ?? []) as Exclude<(typeof found)[number], ProviderError>)) };
  };
  const withStatus = async (status: string, { context }: Inquiry) => read((await api.calls({ status }, EVERY_DAY, null, context)).rows).calls;
  return [
    reachable(async (inquiry) => `It lists ${counted((await newest(inquiry)).rows.length, 'recent call')}.`),
    clockAgrees(),
    noLimitStated(),
    ...fieldsAsDocumented(newest, FIELDS),
    statusesKnown(newest),
    timesAreReal({ id: 'times', claim: 'Times are written as RFC 2822, with their zone.', answersDepend: true }, newest, ({ rows }) => rows.map((row) => rfc2822Instant(row['date_created'])), true),
    aboutCalls({ id: 'start', claim: 'No call starts before it is created, or more than a day after.', answersDepend: true }, newest, ({ calls }) => {
      const started = calls.flatMap(({ startedAt, createdAt }) => (startedAt ? [startedAt.getTime() - createdAt.getTime()] : []));
      const others = started.filter((later) => later < 0 || later > DAY_MS).length;
      if (started.length === 0) return cannotBeTold('No recent call has started.');
      return others > 0 ? doesNotHold(`${others} of ${counted(started.length, 'call')} do.`) : holds(`None of ${counted(started.length, 'call')} does.`);
    }),
    durationsAreSeconds({ id: 'duration', claim: 'duration is in seconds, from start_time to end_time.', answersDepend: true }, newest, ({ rows }) =>
      rows.map((row) => ({ stated: seconds(row['duration']), measured: secondsBetween(rfc2822Instant(row['start_time']), rfc2822Instant(row['end_time'])) })),
    ),
    aboutCalls({ id: 'price', claim: 'price is never positive: a cost is a negative amount.', answersDepend: true }, newest, ({ rows }) => {
      const prices = rows.map((row) => number(row['price'])).filter((price) => price !== null);
      const positive = prices.filter((price) => price > 0).length;
      if (prices.length === 0) return cannotBeTold('No recent call has a price.');
      return positive > 0 ? doesNotHold(`${positive} of ${counted(prices.length, 'price')} are positive.`) : holds(`So are ${counted(prices.length, 'price')}.`);
    }),
    pageIsFull(newest, MAX_PAGE_SIZE, async (inquiry) => (await newest(inquiry)).next !== null),
    aboutCalls({ id: 'pages', claim: 'The second page has no call of the first.', answersDepend: true }, newest, async ({ calls }, inquiry) => {
      const { next } = await newest(inquiry);
      if (next === null) return cannotBeTold('There is one page only.');
      const first = new Set(calls.map(({ providerCallId }) => providerCallId));
      const second = read((await api.calls({}, sampled(inquiry), next, inquiry.context)).rows).calls;
      const repeated = second.filter(({ providerCallId }) => first.has(providerCallId)).length;
      return repeated > 0 ? doesNotHold(`${repeated} of the first page are on the second too.`) : holds(`${counted(second.length, 'call')} follow.`);
    }),
    aboutCalls({ id: 'days', claim: 'The filter by StartTime takes a whole UTC day, from its first second to its last.', answersDepend: true }, newest, async ({ calls }, { context }) => {
      const dayOfStart = (call: (typeof calls)[number]) => dayOf(call.startedAt?.getTime() ?? Number.NaN);
      const day = dayOfStart(calls.find(({ startedAt }) => startedAt !== null) ?? (calls[0] as (typeof calls)[number]));
      if (Number.isNaN(day)) return cannotBeTold('No recent call has started.');
      const page = await api.calls({}, daysFrom(day, day), null, context);
      const found = read(page.rows).calls;
      const others = found.filter((call) => dayOfStart(call) !== day).length;
      if (others > 0) return doesNotHold(`It also finds ${counted(others, 'call')} of other days.`);
      const ids = new Set(found.map(({ providerCallId }) => providerCallId));
      const missing = page.next === null ? calls.filter((call) => dayOfStart(call) === day && !ids.has(call.providerCallId)).length : 0;
      return missing > 0 ? doesNotHold(`It leaves out ${counted(missing, 'call')} of the day.`) : holds(`It finds ${counted(found.length, 'call')} of one day.`);
    }),
    filterTakes({ id: 'statuses-filter', claim: 'The status filter takes queued and canceled, each with its own calls.', answersDepend: true }, [QUEUED, STATUS_WORDS[CallStatus.CANCELED] ?? ''], withStatus),
    foundById(newest, read, (sid, { context }) => api.call(sid, context)),
    unknownIdIsNull(({ context }) => api.call(UNKNOWN_SID, context)),
    oldCallsListed({ id: 'history', claim: 'It lists calls of three months ago.', answersDepend: true }, (now) => ({ from: now - OLD_DAYS.first * DAY_MS, to: now - OLD_DAYS.last * DAY_MS }), async ({ from, to }, { context }) =>
      read((await api.calls({}, daysFrom(dayOf(from), dayOf(to)), null, context)).rows).calls,
    ),
    recordingsAtPlaces(recorded, recordings, 'TWILIO_RECORDING_HOSTS'),
  ];
}
