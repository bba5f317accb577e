import { type Assumption, cannotBeTold, doesNotHold, type Finding, holds, type Inquiry, shared } from '../assumptions/assumption.js';
import { clockAgrees } from '../assumptions/clock.js';
import { fieldsAsDocumented, type RowFields } from '../assumptions/fields.js';
import { statusesKnown } from '../assumptions/known-statuses.js';
import { oldCallsListed } from '../assumptions/old-calls.js';
import { reachable } from '../assumptions/reach.js';
import { recordingsAtPlaces } from '../assumptions/recording-places.js';
import { aboutCalls, counted, type Sample, sampleOf } from '../assumptions/sample.js';
import { noLimitStated } from '../assumptions/stated-limit.js';
import type { Slice } from '../listing/slice.js';
import type { RecordingCapability } from '../provider.js';
import type { ReadCalls } from '../read-rows.js';
import { seconds, text } from '../reading.js';
import { type Json, record } from '../../model/json-value.js';
import { type CallsPage, type ContactCenterApi, MAX_LIMIT } from './api.js';
import { daysAsAsked } from './days.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** From these days no call is new, and none is deleted soon. The filter adds up to three days at the end. */
const SAMPLED_FROM_MS = 10 * DAY_MS;
const SAMPLED_TO_MS = 3 * DAY_MS;
/** With fewer answered calls, equal durations may be chance. */
const ENOUGH_ANSWERED = 10;

const AGENT = ['id', 'user_id', 'alias', 'sip', 'started_at', 'type', 'is_any_transfer', 'hangup_reason'];
const NAMED = ['id', 'name'];
/** The fields of document 002. */
const FIELDS: RowFields = {
  needed: ['id', 'is_inbound', 'is_answered', 'is_ended', 'started_at', 'duration', 'number', 'contact'],
  documented: [
    'is_in_queue', 'agents', 'all_agents', 'answered_agents', 'external_numbers', 'talk_time', 'requested_callback', 'type', 'is_answered_within_sla',
    'is_data_cached', 'original_call_id', 'campaign', 'ring_group', 'ivr', 'disposition', 'recordings', 'tags',
  ],
  nested: {
    contact: ['id', 'full_name', 'number_country_code', 'national_number', 'number', 'list_ids'],
    number: ['id', 'number', 'numberWithAlias', 'alias'],
    all_agents: AGENT,
    answered_agents: AGENT,
    external_numbers: ['number', 'is_any_transfer'],
    campaign: NAMED,
    ring_group: NAMED,
    ivr: NAMED,
    disposition: ['id', 'code', 'note'],
    recordings: ['id', 'url'],
  },
};

export interface ContactCenterAssumed {
  readonly api: ContactCenterApi;
  readonly read: ReadCalls;
  readonly recordings: RecordingCapability;
}

/** Calls of a week that is over, or the first of all calls if it has none. */
interface SampledPage extends Sample {
  readonly page: CallsPage;
  /** What was asked for; null for all calls. */
  readonly slice: Slice | null;
}

/** What the document leaves open, or what we only guess. In six to eight requests. */
export function contactCenterAssumptions({ api, read, recordings }: ContactCenterAssumed): Assumption[] {
  const sampled = async (slice: Slice | null, { context }: Inquiry): Promise<SampledPage> => {
    const page = await api.calls({}, slice, 1, MAX_LIMIT, context);
    return { ...sampleOf(page.rows, read, 'It has no calls.'), page, slice };
  };
  const some = shared(async (inquiry: Inquiry): Promise<SampledPage> => {
    const recent = await sampled({ from: inquiry.now() - SAMPLED_FROM_MS, to: inquiry.now() - SAMPLED_TO_MS }, inquiry);
    return recent.rows.length > 0 ? recent : sampled(null, inquiry);
  });
  return [
    reachable(async (inquiry) => `It lists ${counted((await some(inquiry)).rows.length, 'call')}.`),
    clockAgrees(),
    noLimitStated(),
    ...fieldsAsDocumented(some, FIELDS),
    statusesKnown(some),
    aboutCalls({ id: 'times', claim: 'started_at is in seconds since 1970, in UTC.', answersDepend: true }, some, async (_, inquiry) => startedWhenAsked(await some(inquiry))),
    aboutCalls({ id: 'durations', claim: 'duration includes ringing, and talk_time does not.', answersDepend: true }, some, ({ rows }) => durationsDiffer(rows)),
    aboutCalls({ id: 'numbers', claim: 'A number is the country code and the national number, without a plus.', answersDepend: true }, some, ({ rows }) => numbersAreWhole(rows)),
    aboutCalls({ id: 'page-size', claim: `limit sets how many calls a page has, up to ${MAX_LIMIT}, and total counts all.`, answersDepend: false }, some, async (_, inquiry) => pageIsAsAsked(await some(inquiry))),
    aboutCalls({ id: 'pages', claim: 'Two pages have the calls of one page twice as long.', answersDepend: true }, some, async ({ calls, rows }, inquiry) => {
      if (rows.length < 2) return cannotBeTold('It has too few calls.');
      const { slice } = await some(inquiry);
      const idsOf = async (page: number) => read((await api.calls({}, slice, page, Math.ceil(rows.length / 2), inquiry.context)).rows).calls.map(({ providerCallId }) => providerCallId);
      const first = await idsOf(1);
      const second = await idsOf(2);
      return pagesAreWhole(calls.map(({ providerCallId }) => providerCallId), first, second);
    }),
    aboutCalls({ id: 'days', claim: 'dateFrom and dateTo take whole days, all of one time zone.', answersDepend: true }, some, ({ calls }, inquiry) => daysAsAsked(api, read, calls, inquiry)),
    oldCallsListed({ id: 'history', claim: 'It still lists calls of three months ago.', answersDepend: true }, (now) => ({ from: now - 97 * DAY_MS, to: now - 90 * DAY_MS }), async (span, { context }) =>
      read((await api.calls({}, span, 1, MAX_LIMIT, context)).rows).calls,
    ),
    recordingsAtPlaces(some, recordings, 'CONTACT_CENTER_RECORDING_HOSTS'),
  ];
}

function startedWhenAsked({ rows, slice }: SampledPage): Finding {
  const times = rows.map((row) => (typeof row['started_at'] === 'number' ? row['started_at'] * 1000 : Number.NaN));
  const [from, to] = slice ? [slice.from - 3 * DAY_MS, slice.to + 4 * DAY_MS] : [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];
  const wrong = times.filter((time) => !(time >= from && time <= to)).length;
  return wrong > 0 ? doesNotHold(`${wrong} of ${counted(rows.length, 'time')} are not such seconds, or not of the days asked for.`) : holds(`So are ${counted(rows.length, 'time')}.`);
}

function durationsDiffer(rows: readonly Json[]): Finding {
  const answered = rows.map((row) => ({ whole: seconds(row['duration']), talk: seconds(row['talk_time']) })).filter(({ whole, talk }) => whole !== null && talk !== null && talk > 0);
  const shorter = answered.filter(({ whole, talk }) => (whole ?? 0) < (talk ?? 0)).length;
  const longer = answered.filter(({ whole, talk }) => (whole ?? 0) > (talk ?? 0)).length;
  if (shorter > 0) return doesNotHold(`duration is shorter than talk_time for ${shorter} of ${counted(answered.length, 'call')}.`);
  if (longer > 0) return holds(`duration is longer for ${longer} of ${counted(answered.length, 'call')}.`);
  const reason = `Both are equal for ${counted(answered.length, 'answered call')}.`;
  return answered.length < ENOUGH_ANSWERED ? cannotBeTold(reason) : doesNotHold(reason);
}

function numbersAreWhole(rows: readonly Json[]): Finding {
  const contacts = rows.map((row) => record(row['contact'])).filter((contact) => contact !== null && text(contact['number']) !== null);
  const others = contacts.filter((contact) => text(contact?.['number']) !== `${text(contact?.['number_country_code']) ?? ''}${text(contact?.['national_number']) ?? ''}`).length;
  if (contacts.length === 0) return cannotBeTold(`None of ${counted(rows.length, 'call')} has a contact's number.`);
  return others > 0 ? doesNotHold(`${others} of ${counted(contacts.length, 'number')} differ.`) : holds(`So are ${counted(contacts.length, 'number')}.`);
}

function pageIsAsAsked({ page: { rows, total } }: SampledPage): Finding {
  if (total === null) return doesNotHold('Its answer has no total.');
  const expected = Math.min(total, MAX_LIMIT);
  return rows.length === expected ? holds(`A page has ${rows.length} of ${counted(total, 'call')}.`) : doesNotHold(`A page has ${rows.length} of ${counted(total, 'call')}, and not ${expected}.`);
}

function pagesAreWhole(all: readonly string[], first: readonly string[], second: readonly string[]): Finding {
  const together = new Set([...first, ...second]);
  const twice = first.length + second.length - together.size;
  const missing = all.filter((id) => !together.has(id)).length;
  if (twice > 0) return doesNotHold(`${counted(twice, 'call')} of page 1 are in page 2 too.`);
  if (missing > 0) return doesNotHold(`${counted(missing, 'call')} are in neither page.`);
  return holds(`Pages of ${counted(first.length, 'call')} and ${counted(second.length, 'call')} have no call twice and lack none.`);
}
