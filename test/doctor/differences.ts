import type { Environment } from '../../src/config/check.js';
import type { Difference, VendorAnswer } from '../support/changing-proxy.js';
import type { ExaminedVendor } from '../support/doctor.js';

/** A vendor, or a setting, that contradicts one assumption. */
export interface Contradiction extends Difference {
  readonly assumption: string;
  /** In the reason. */
  readonly reason: RegExp;
  readonly environment?: Environment;
}

const DAY_MS = 86_400_000;

function rowsIn(body: any): any[] {
  const rows = body.data ?? body.objects ?? body.calls ?? body.Calls ?? body.Call ?? (body.id === undefined ? [] : body);
  return Array.isArray(rows) ? rows : [rows];
}

/** Changes each call of an answer. */
const eachCall = (change: (row: any, index: number) => void): Pick<Difference, 'answered'> => ({ answered: ({ body }) => rowsIn(body).forEach(change) });

function refuse(answer: VendorAnswer, status = 400): void {
  answer.status = status;
  answer.body = { message: 'no' };
}

/** The clock of a vendor that is ten minutes ahead. */
const AHEAD: Difference = { answered: ({ headers }) => headers.set('date', new Date(Date.parse(headers.get('date') ?? '') + 600_000).toUTCString()) };

/** Contradictions that differ between vendors only by names. */
function common(names: { needed: string; documented: string }): Contradiction[] {
  return [
    { assumption: 'clock', reason: /(599|600) seconds or more ahead/, ...AHEAD },
    { assumption: 'needed-fields', reason: new RegExp(`[13] lack ${names.needed}`), ...eachCall((row, index) => index === 0 && delete row[names.needed]) },
    { assumption: 'documented-fields', reason: new RegExp(`Never seen .*: ${names.documented}\\.`), ...eachCall((row) => delete row[names.documented]) },
    { assumption: 'other-fields', reason: /New: sentiment_score, 1 more\./, ...eachCall((row) => Object.assign(row, { sentiment_score: 1, '+12025550143': true })) },
  ];
}

/** For vendors whose answers state no limit. */
const STATED: Contradiction = { assumption: 'limit', reason: /They state 50 requests/, answered: ({ headers }) => headers.set('x-ratelimit-limit', '50') };

export const CONTRADICTIONS: Readonly<Record<ExaminedVendor, readonly Contradiction[]>> = {
  aicaller: [
    ...common({ needed: 'toPhoneNumber', documented: 'callOrigin' }),
    STATED,
    { assumption: 'reach', reason: /another status \(HTTP 404\)/, answered: (answer) => refuse(answer, 404) },
    { assumption: 'statuses', reason: /calls have an unknown one/, ...eachCall((row) => (row.status = 'teleported')) },
    { assumption: 'times', reason: /\d+ of \d+ times can not be read/, ...eachCall((row) => (row.createdAt = row.createdAt.replace('Z', ''))) },
    { assumption: 'duration', reason: /typically 1\.0e\+3 times/, ...eachCall((row) => (row.callDuration *= 1000)) },
    { assumption: 'unpaged', reason: /calls more than one/, answered: ({ body }) => (body.data = rowsIn(body).slice(0, 40)) },
    { assumption: 'filter-ends', reason: /calls of other times/, asked: (query) => query.delete('toDate') },
    { assumption: 'canceled', reason: /It refuses canceled \(HTTP 400\)/, answered: (answer, query) => query.get('status') === 'canceled' && refuse(answer) },
    { assumption: 'look-up', reason: /another time/, answered: ({ body }, _, path) => path.endsWith('Calls') || (body.data && (body.data.createdAt = '2026-01-05T10:00:00.000Z')) },
    { assumption: 'unknown-id', reason: /HTTP 400/, answered: (answer, _, path) => path.endsWith('ffff') && refuse(answer) },
    { assumption: 'history', reason: /refuses to list calls of 90 to 97 days ago/, answered: (answer, query) => isOld(query.get('toDate')) && refuse(answer) },
    { assumption: 'recording-hosts', reason: /elsewhere: audio\.example\.com\./, ...eachCall((row) => row.recordingUrl && (row.recordingUrl = 'https://audio.example.com/12025550143/1.mp3')) },
  ],
  contactCenter: [
    ...common({ needed: 'number', documented: 'ivr' }),
    STATED,
    { assumption: 'reach', reason: /another form/, answered: (answer) => (answer.body = { message: 'moved' }) },
    { assumption: 'statuses', reason: /calls have an unknown one/, ...eachCall((row) => Object.assign(row, { is_ended: null, type: 'teleported' })) },
    { assumption: 'times', reason: /times are not such seconds/, ...eachCall((row) => (row.started_at *= 1000)) },
    { assumption: 'durations', reason: /Both are equal/, ...eachCall((row) => (row.talk_time = row.duration)) },
    { assumption: 'numbers', reason: /\d+ numbers differ/, ...eachCall((row) => row.contact && (row.contact.number = row.contact.national_number)) },
    { assumption: 'page-size', reason: /A page has 100 of \d+ calls, and not/, asked: (query) => Number(query.get('limit')) > 100 && query.set('limit', '100') },
    { assumption: 'pages', reason: /are in page 2 too/, asked: (query) => query.set('page', '1') },
    { assumption: 'days', reason: /not those of a day in any zone/, asked: (query) => query.get('dateFrom') === query.get('dateTo') && query.delete('dateFrom') },
    { assumption: 'history', reason: /lists calls of other days/, asked: (query) => isOld(query.get('dateTo')) && query.delete('dateFrom') },
    { assumption: 'recording-hosts', reason: /elsewhere: another host\./, ...eachCall((row) => row.recordings.forEach((one: any) => (one.url = 'https://12025550143.example.com/1.mp3'))) },
  ],
  exotel: [
    ...common({ needed: 'Direction', documented: 'AnsweredBy' }),
    STATED,
    { assumption: 'reach', reason: /another status \(HTTP 404\)/, environment: { EXOTEL_ACCOUNT_SID: 'other1' } },
    { assumption: 'statuses', reason: /calls have an unknown one/, ...eachCall((row) => (row.Status = 'teleported')) },
    { assumption: 'time-zone', reason: /The newest call is 5 hours in the future/, environment: { EXOTEL_TIME_ZONE: 'Etc/UTC' } },
    { assumption: 'duration', reason: /typically 60 times/, ...eachCall((row) => row.Duration && (row.Duration = String(60 * Number(row.Duration)))) },
    { assumption: 'price', reason: /prices are negative/, ...eachCall((row) => row.Price && (row.Price = `-${row.Price}`)) },
    { assumption: 'over', reason: /1 ongoing call/, ...eachCall((row, index) => index === 0 && (row.Status = 'in-progress')) },
    { assumption: 'page-size', reason: /The first page has 50, and there are more/, asked: (query) => query.set('PageSize', '50') },
    { assumption: 'order', reason: /out of order/, asked: (query) => query.delete('SortBy') },
    { assumption: 'pages', reason: /of the first page are on the second too/, asked: (query) => query.delete('After') },
    { assumption: 'filter-ends', reason: /leaves out the calls of exactly the first second/, answered: ({ body }, query) => withoutFirstSecond(body, query) },
    { assumption: 'batch', reason: /another status \(HTTP 400\)/, answered: (answer, query) => (query.get('Sid') ?? '').length > 700 && refuse(answer) },
    { assumption: 'number-filter', reason: /does not find a call of that number/, answered: ({ body }, query) => query.has('To') && (body.Calls = body.Calls.filter((row: any) => row.To === query.get('To'))) },
    { assumption: 'canceled', reason: /It refuses canceled/, answered: (answer, query) => query.has('Status') && refuse(answer) },
    { assumption: 'look-up', reason: /another time/, answered: ({ body }) => body.Call && (body.Call.DateCreated = '2026-01-05 10:00:00') },
    { assumption: 'talk-time', reason: /An answered call has none/, answered: ({ body }) => body.Call && delete body.Call.Details },
    { assumption: 'unknown-id', reason: /HTTP 400/, answered: (answer, _, path) => path.endsWith('ffff.json') && refuse(answer) },
    { assumption: 'history', reason: /refuses to list calls of \d+ to \d+ days ago/, answered: (answer, query) => isOld(/lte:(\S+)/.exec(query.get('DateCreated') ?? '')?.[1] ?? null) && refuse(answer) },
    { assumption: 'recording-hosts', reason: /elsewhere: audio\.example\.com/, ...eachCall((row) => row.RecordingUrl && (row.RecordingUrl = 'https://audio.example.com/1.mp3')) },
  ],
  skipcall: [
    ...common({ needed: 'callType', documented: 'sequenceId' }).filter(({ assumption }) => assumption !== 'documented-fields'),
    { assumption: 'limit', reason: /They have another form/, answered: ({ headers }) => headers.set('x-ratelimit-reset', '30') },
    { assumption: 'reach', reason: /It refuses the credentials \(HTTP 403\)/, answered: (answer) => refuse(answer, 403) },
    { assumption: 'unknown-id', reason: /It answers with a call/, answered: (answer, _, path) => path.includes('00000000-') && Object.assign(answer, { status: 200, body: { id: '1' } }) },
    { assumption: 'statuses', reason: /1 of 1 call have an unknown one/, ...eachCall((row) => (row.status = 'teleported')) },
    { assumption: 'times', reason: /in the future/, ...eachCall((row) => (row.createdAt = '2026-03-18T15:00:00.000Z')) },
    { assumption: 'direction', reason: /another word/, ...eachCall((row) => (row.type = 'DIRECT_CALL')) },
  ],
  twilio: [
    ...common({ needed: 'direction', documented: 'answered_by' }),
    STATED,
    { assumption: 'reach', reason: /refuses the credentials \(HTTP 401\)/, environment: { TWILIO_ACCOUNT_SID: 'AC1' } },
    { assumption: 'statuses', reason: /calls have an unknown one/, ...eachCall((row) => (row.status = 'teleported')) },
    { assumption: 'times', reason: /\d+ of \d+ times can not be read/, ...eachCall((row) => (row.date_created = row.date_created?.replace(' +0000', ''))) },
    { assumption: 'start', reason: /\d+ of \d+ calls do/, ...eachCall((row) => (row.start_time = row.start_time && row.date_created?.replace(/\d\d:\d\d:\d\d/, '00:00:00'))) },
    { assumption: 'duration', reason: /typically 60 times/, ...eachCall((row) => row.duration && (row.duration = String(60 * Number(row.duration)))) },
    { assumption: 'price', reason: /prices are positive/, ...eachCall((row) => row.price && (row.price = row.price.replace('-', ''))) },
    { assumption: 'page-size', reason: /The first page has 50, and there are more/, asked: (query) => query.set('PageSize', '50') },
    { assumption: 'pages', reason: /of the first page are on the second too/, asked: (query) => { query.set('PageSize', '20'); query.delete('Page'); query.delete('PageToken'); } },
    { assumption: 'days', reason: /It also finds \d+ calls of other days/, asked: (query) => query.has('StartTime<') && query.delete('StartTime>') },
    { assumption: 'statuses-filter', reason: /It refuses canceled \(HTTP 400\)/, answered: (answer, query) => query.get('Status') === 'canceled' && refuse(answer) },
    { assumption: 'look-up', reason: /another time/, answered: ({ body }) => body.sid && (body.date_created = 'Mon, 05 Jan 2026 10:00:00 +0000') },
    { assumption: 'unknown-id', reason: /HTTP 400/, answered: (answer, _, path) => path.endsWith('ffff.json') && refuse(answer) },
    { assumption: 'history', reason: /refuses to list calls of 90 to 97 days ago/, answered: (answer, query) => isOld(query.get('StartTime<')) && refuse(answer) },
    { assumption: 'recording-hosts', reason: /elsewhere: audio\.example\.com/, answered: ({ body }) => body.recordings?.forEach((one: any) => (one.media_url = 'https://audio.example.com/1')) },
  ],
  plivo: [
    ...common({ needed: 'call_direction', documented: 'source_ip' }),
    STATED,
    { assumption: 'reach', reason: /It refuses the credentials \(HTTP 401\)/, answered: (answer) => refuse(answer, 401) },
    { assumption: 'statuses', reason: /calls have an unknown one/, ...eachCall((row) => Object.assign(row, { hangup_cause_code: 9999, hangup_cause_name: 'Teleported', answer_time: null, bill_duration: 0 })) },
    { assumption: 'times', reason: /\d+ of \d+ times can not be read/, ...eachCall((row) => (row.initiation_time = row.initiation_time?.slice(0, 19))) },
    { assumption: 'end', reason: /\d+ of \d+ calls do/, ...eachCall((row) => (row.end_time = row.end_time && `2026-02-01${row.end_time.slice(10)}`)) },
    { assumption: 'duration', reason: /typically 60 times/, ...eachCall((row) => row.call_duration && (row.call_duration *= 60)) },
    { assumption: 'talk-time', reason: /typically 60 times/, ...eachCall((row) => row.bill_duration && (row.bill_duration *= 60)) },
    { assumption: 'price', reason: /amounts are negative/, ...eachCall((row) => row.total_amount && (row.total_amount = `-${row.total_amount}`)) },
    { assumption: 'page-size', reason: /The first page has 10 of \d+/, asked: (query) => query.has('limit') && query.set('limit', '10') },
    { assumption: 'pages', reason: /of the first page are on later ones too/, asked: (query) => query.has('offset') && query.set('offset', '0') },
    { assumption: 'filter-ends', reason: /It does not find a call by its end/, answered: ({ body }, query) => isSecond(query) && Object.assign(body, { objects: [] }) },
    { assumption: 'number-filter', reason: /It does not find a call by its number/, answered: ({ body }, query) => query.has('to_number') && Object.assign(body, { objects: [] }) },
    { assumption: 'wait', reason: /\d+ of \d+ calls do/, ...eachCall((row) => row.end_time && (row.initiation_time = row.initiation_time.replace(/^(\S+) \S{8}/, '2026-02-01 00:00:00'))) },
    { assumption: 'talk-filter', reason: /It also finds calls with less/, asked: (query) => query.delete('bill_duration__gte') },
    { assumption: 'spellings', reason: /\d+ of \d+ numbers are written otherwise/, ...eachCall((row) => row.to_number && (row.to_number = row.to_number.replace(/^\+?(\d)/, '+$1-'))) },
    { assumption: 'going-on', reason: /another form/, answered: ({ body }, query) => query.get('status') === 'live' && Object.assign(body, { calls: {} }) },
    { assumption: 'look-up', reason: /another time/, answered: ({ body }) => body.call_uuid && (body.initiation_time = '2026-03-05 10:00:00+00:00') },
    { assumption: 'unknown-id', reason: /HTTP 400/, answered: (answer, _, path) => path.endsWith('ffffffffffff/') && refuse(answer) },
    { assumption: 'history', reason: /refuses to list calls of 60 to 88 days ago/, answered: (answer, query) => isOld(query.get('end_time__gte')) && refuse(answer) },
    { assumption: 'recording-hosts', reason: /elsewhere: audio\.example\.com/, answered: ({ body }, _, path) => path.endsWith('Recording/') && body.objects.forEach((one: any) => (one.recording_url = 'https://audio.example.com/1')) },
  ],
};

/** Whether a query is for the calls that ended in one second. */
function isSecond(query: URLSearchParams): boolean {
  const at = (name: string) => Date.parse(`${query.get(name)?.slice(0, 23).replace(' ', 'T') ?? ''}Z`);
  return at('end_time__lt') - at('end_time__gte') === 1000 && !query.has('to_number');
}

/** Whether a day or an instant is more than two months before the simulated present. */
function isOld(time: string | null): boolean {
  return time !== null && Date.parse(time) < Date.parse('2026-03-18') - 60 * DAY_MS;
}

/** Exotel as if the beginning of a window were left out. */
function withoutFirstSecond(body: any, query: URLSearchParams): void {
  const [, from] = /gte:([^;]+)/.exec(query.get('DateCreated') ?? '') ?? [];
  if (body.Calls) body.Calls = body.Calls.filter((row: any) => row.DateCreated !== from);
}
