import type { CountryCode } from 'libphonenumber-js/min';
import { clockAgrees } from '../assumptions/clock.js';
import { type Assumption, cannotBeTold, doesNotHold, holds, type Inquiry, shared } from '../assumptions/assumption.js';
import { durationsAreSeconds } from '../assumptions/durations.js';
import { fieldsAsDocumented, type RowFields } from '../assumptions/fields.js';
import { statusesKnown } from '../assumptions/known-statuses.js';
import { foundById } from '../assumptions/lookup.js';
import { oldCallsListed } from '../assumptions/old-calls.js';
import { reachable, unknownIdIsNull } from '../assumptions/reach.js';
import { recordingsAtPlaces } from '../assumptions/recording-places.js';
import { aboutCalls, counted, type Sample, sampleOf } from '../assumptions/sample.js';
import { noLimitStated } from '../assumptions/stated-limit.js';
import { timesAreReal } from '../assumptions/times.js';
import type { Json } from '../../model/json-value.js';
import { ProviderError } from '../../upstream/provider-error.js';
import type { RecordingCapability } from '../provider.js';
import type { ReadCalls } from '../read-rows.js';
import { number, seconds, secondsBetween } from '../reading.js';
import { type CallsQuery, PAGE_SIZE, type PlivoApi, type Span } from './api.js';
import { LONGEST_CALL_MS, LONGEST_SPAN_MS, LONGEST_WAIT_MS } from './history.js';
import { isSpelling } from './spellings.js';
import { readTime } from './times.js';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const SAMPLED_PAGES = 3;
/** Of the right form; no call has it. */
const UNKNOWN_ID = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

/** The fields of a call that is over, of the vendor's "Retrieve a call" page and its SDKs. */
const FIELDS: RowFields = {
  needed: ['call_uuid', 'initiation_time', 'end_time', 'call_direction', 'from_number', 'to_number', 'hangup_cause_code'],
  documented: [
    'answer_time', 'call_duration', 'bill_duration', 'billed_duration', 'parent_call_uuid', 'conference_uuid', 'hangup_cause_name', 'hangup_source', 'total_amount', 'total_rate', 'stir_verification',
    'stir_attestation', 'voice_network_group', 'source_ip', 'cnam_lookup', 'resource_uri',
  ],
  // In the SDK only, written otherwise, or in the answer of a single look-up.
  rare: ['call_state', 'Stir_attestation', 'api_id'],
};

export interface PlivoAssumed {
  readonly api: PlivoApi;
  readonly read: ReadCalls;
  readonly recordings: RecordingCapability;
  readonly country: CountryCode | undefined;
}

/** What the documents leave open, or what we only guess. In about a dozen requests. */
export function plivoAssumptions({ api, read, recordings, country }: PlivoAssumed): Assumption[] {
  const month = ({ now }: Pick<Inquiry, 'now'>): Span => ({ from: now() - LONGEST_SPAN_MS, to: now() });
  const firstPage = shared((inquiry: Inquiry) => api.calls({}, month(inquiry), 0, inquiry.context));
  const others = shared(async (inquiry: Inquiry) => {
    const { total } = await firstPage(inquiry);
    const offsets = Array.from({ length: SAMPLED_PAGES - 1 }, (_, index) => (index + 1) * PAGE_SIZE).filter((offset) => offset < total);
    return Promise.all(offsets.map((offset) => api.calls({}, month(inquiry), offset, inquiry.context)));
  });
  const recent = shared(async (inquiry: Inquiry): Promise<Sample> => {
    const rows = [...(await firstPage(inquiry)).rows, ...(await others(inquiry)).flatMap((page) => page.rows)];
    return sampleOf(rows, read, 'It has no calls that ended in the last thirty days.');
  });
  const recorded = async (inquiry: Inquiry): Promise<Sample> => {
    const sample = await recent(inquiry);
    const calls = sample.calls.filter((call) => call.recordings === null).slice(0, PAGE_SIZE);
    const found = (await recordings.find?.(calls, inquiry.context)) ?? [];
    const failure = found.find((one) => one instanceof ProviderError);
    if (failure) throw failure;
    return { ...sample, calls: calls.map((call, index) => call.withRecordings((found[index] ?? []) as Exclude<(typeof found)[number], ProviderError>)) };
  };
  const between = (row: Json, from: string, to: string) => secondsBetween(readTime(row[from]), readTime(row[to]));
  return [
    reachable(async (inquiry) => `It lists ${counted((await firstPage(inquiry)).total, 'call')} of thirty days.`),
    clockAgrees(),
    noLimitStated(),
    ...fieldsAsDocumented(recent, FIELDS),
    statusesKnown(recent),
    timesAreReal({ id: 'times', claim: 'Times have a zone.', answersDepend: true }, recent, ({ rows }) => rows.map((row) => readTime(row['initiation_time'])), true),
    aboutCalls({ id: 'end', claim: 'No call ends before it begins, or more than a day after.', answersDepend: true }, recent, ({ calls }) => {
      const lengths = calls.flatMap(({ createdAt, endedAt }) => (endedAt ? [endedAt.getTime() - createdAt.getTime()] : []));
      const strange = lengths.filter((length) => length < 0 || length > LONGEST_CALL_MS).length;
      return strange > 0 ? doesNotHold(`${strange} of ${counted(lengths.length, 'call')} do.`) : holds(`None of ${counted(lengths.length, 'call')} does.`);
    }),
    aboutCalls({ id: 'wait', claim: 'No call waits for more than an hour before it talks.', answersDepend: true }, recent, ({ calls }) => {
      const waits = calls.flatMap(({ createdAt, endedAt, talkTime }) => (endedAt ? [endedAt.getTime() - createdAt.getTime() - (talkTime ?? 0) * SECOND_MS] : []));
      const long = waits.filter((wait) => wait > LONGEST_WAIT_MS).length;
      return long > 0 ? doesNotHold(`${long} of ${counted(waits.length, 'call')} do.`) : holds(`None of ${counted(waits.length, 'call')} does.`);
    }),
    durationsAreSeconds({ id: 'duration', claim: 'call_duration is in seconds, from initiation_time to end_time.', answersDepend: true }, recent, ({ rows }) =>
      rows.map((row) => ({ stated: seconds(row['call_duration']), measured: between(row, 'initiation_time', 'end_time') })),
    ),
    durationsAreSeconds({ id: 'talk-time', claim: 'bill_duration is in seconds, from answer_time to end_time.', answersDepend: true }, recent, ({ rows }) =>
      rows.map((row) => ({ stated: seconds(row['bill_duration']), measured: between(row, 'answer_time', 'end_time') })),
    ),
    aboutCalls({ id: 'price', claim: 'total_amount is what a call costs, and never negative.', answersDepend: true }, recent, ({ rows }) => {
      const amounts = rows.map((row) => number(row['total_amount'])).filter((amount) => amount !== null);
      const negative = amounts.filter((amount) => amount < 0).length;
      if (amounts.length === 0) return cannotBeTold('No recent call has an amount.');
      return negative > 0 ? doesNotHold(`${negative} of ${counted(amounts.length, 'amount')} are negative.`) : holds(`So are ${counted(amounts.length, 'amount')}.`);
    }),
    aboutCalls({ id: 'page-size', claim: `A page has ${PAGE_SIZE} calls, and says how many there are.`, answersDepend: true }, recent, async (_, inquiry) => {
      const { rows, total } = await firstPage(inquiry);
      const expected = Math.min(PAGE_SIZE, total);
      return rows.length === expected ? holds(`The first page has ${rows.length} of ${total}.`) : doesNotHold(`The first page has ${rows.length} of ${total}.`);
    }),
    aboutCalls({ id: 'pages', claim: 'Later pages have no call of the first.', answersDepend: true }, recent, async (_, inquiry) => {
      const ids = new Set(read((await firstPage(inquiry)).rows).calls.map(({ providerCallId }) => providerCallId));
      const later = read((await others(inquiry)).flatMap((page) => page.rows)).calls;
      if (later.length === 0) return cannotBeTold('There is one page only.');
      const repeated = later.filter(({ providerCallId }) => ids.has(providerCallId)).length;
      return repeated > 0 ? doesNotHold(`${repeated} of the first page are on later ones too.`) : holds(`${counted(later.length, 'call')} follow.`);
    }),
    aboutCalls({ id: 'filter-ends', claim: 'The filter by end_time is in UTC; its beginning is included.', answersDepend: true }, recent, async ({ calls }, { context }) => {
      const call = calls.find(({ endedAt }) => endedAt !== null);
      const end = call?.endedAt?.getTime();
      if (!call || end === undefined) return cannotBeTold('No recent call has an end.');
      const found = read((await api.calls({}, { from: end, to: end + SECOND_MS }, 0, context)).rows).calls;
      if (!found.some(({ providerCallId }) => providerCallId === call.providerCallId)) return doesNotHold('It does not find a call by its end.');
      return found.every(({ endedAt }) => endedAt?.getTime() === end) ? holds('It finds a call by the second of its end.') : doesNotHold('It also finds calls with other ends.');
    }),
    aboutCalls({ id: 'number-filter', claim: 'The filter by number finds the spelling of the row.', answersDepend: true }, recent, async ({ calls }, { context }) => {
      const call = calls.find(({ to, endedAt }) => to !== null && endedAt !== null);
      const end = call?.endedAt?.getTime();
      if (!call?.to || end === undefined) return cannotBeTold('No recent call has a number.');
      const query: CallsQuery = { to_number: call.to.raw };
      const found = read((await api.calls(query, { from: end, to: end + SECOND_MS }, 0, context)).rows).calls;
      return found.some(({ providerCallId }) => providerCallId === call.providerCallId) ? holds('It finds a call by its number.') : doesNotHold('It does not find a call by its number.');
    }),
    aboutCalls({ id: 'talk-filter', claim: 'The filter by bill_duration finds calls with at least this talk time.', answersDepend: true }, recent, async ({ calls }, { context }) => {
      const call = calls.find(({ talkTime, endedAt }) => (talkTime ?? 0) > 0 && endedAt !== null);
      const end = call?.endedAt?.getTime();
      if (!call?.talkTime || end === undefined) return cannotBeTold('No recent call has a talk time.');
      const finds = async (least: number) => {
        const { rows } = await api.calls({ bill_duration__gte: least }, { from: end, to: end + SECOND_MS }, 0, context);
        return read(rows).calls.some(({ providerCallId }) => providerCallId === call.providerCallId);
      };
      const [own, more] = await Promise.all([finds(call.talkTime), finds(call.talkTime + 1)]);
      if (!own) return doesNotHold('It does not find a call by its talk time.');
      return more ? doesNotHold('It also finds calls with less.') : holds('It finds a call by its talk time.');
    }),
    aboutCalls({ id: 'spellings', claim: 'Numbers have the country code, with or without a plus, or the zero of PLIVO_COUNTRY.', answersDepend: true }, recent, ({ calls }) => {
      const numbers = calls.flatMap(({ from, to }) => [from, to]).flatMap((party) => (party?.e164 ? [{ raw: party.raw, e164: party.e164 }] : []));
      const otherwise = numbers.filter(({ raw, e164 }) => !isSpelling(raw, e164, country)).length;
      return otherwise > 0 ? doesNotHold(`${otherwise} of ${counted(numbers.length, 'number')} are written otherwise: a filter by number may miss such calls.`) : holds(`So do ${counted(numbers.length, 'number')}.`);
    }),
    {
      id: 'going-on',
      claim: 'Live and queued calls have lists of their own, with ids only.',
      answersDepend: true,
      check: async ({ context }) => {
        const [live, queued] = await Promise.all([api.goingOn('live', context), api.goingOn('queued', context)]);
        return holds(`${counted(live.length, 'call')} live, ${queued.length} queued.`);
      },
    },
    foundById(recent, read, (id, { context }) => api.call(id, context)),
    unknownIdIsNull(({ context }) => api.call(UNKNOWN_ID, context)),
    oldCallsListed({ id: 'history', claim: 'It lists calls of almost ninety days.', answersDepend: true }, (now) => ({ from: now - 88 * DAY_MS, to: now - 60 * DAY_MS }), async (span, { context }) => read((await api.calls({}, span, 0, context)).rows).calls),
    recordingsAtPlaces(recorded, recordings, 'PLIVO_RECORDING_HOSTS'),
  ];
}
