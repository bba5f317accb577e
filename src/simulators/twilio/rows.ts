import type { Random } from '../random.js';
import type { Row } from '../simulator.js';
import { makeRows as makeSkipcallRows, SKIPCALL_STORIES } from '../skipcall/rows.js';
import type { CallStory, Outcome, RecordingUrl, World } from '../world.js';
import { rfc2822 } from './rfc2822.js';

const STATUS: Record<Outcome, string> = {
  answered: 'completed', voicemail: 'completed', 'no-answer': 'no-answer', busy: 'busy', failed: 'failed', canceled: 'canceled', queued: 'queued', ringing: 'ringing', live: 'in-progress',
};
const PRICE_COMES_AFTER_MS = 5 * 60_000;
const PRICE_PER_MINUTE = 0.0085;
const SECOND = 1_000;

/** The parts of a call that its legs share. */
interface Common {
  readonly accountSid: string;
  readonly random: Random;
  readonly now: number;
  readonly recordingUrl: RecordingUrl;
}

/**
 * Twilio's calls, each with the recordings of the account that belong to it in `recordings`. They are the same
 * physical calls as Skipcall's: the first leg has the SID that Skipcall has for the member's leg.
 */
export function makeRows(world: World, accountSid: string): Row[] {
  const { now, recordingUrl } = world;
  const { stories } = world.stories(SKIPCALL_STORIES);
  const { random } = world.stories({ ...SKIPCALL_STORIES, vendor: 5 });
  const atSkipcall = makeSkipcallRows(world);
  return stories.flatMap((story, index) => legsOf(story, atSkipcall[index] ?? {}, { accountSid, random, now, recordingUrl }));
}

/** The leg of the person or the line, and, if somebody answered, the leg of the member's phone. */
function legsOf(story: CallStory, atSkipcall: Row, common: Common): Row[] {
  const { random } = common;
  const sid = sidOr(atSkipcall['userProviderSid'], random);
  const numbers = { from: story.isInbound ? story.person.phone.e164 : story.line.phone.e164, to: story.isInbound ? story.line.phone.e164 : story.person.phone.e164 };
  const parent = toRow(story, { sid, parent: null, ...numbers, direction: story.isInbound ? 'inbound' : 'outbound-api' }, common);
  const withRecordings = { ...parent, recordings: recordingsOf(story, sid, common) };
  if (story.talkSeconds === 0) return [withRecordings];
  const child = { sid: sidOr(atSkipcall['adminProviderSid'], random), parent: sid, from: numbers.from, to: `client:${story.agent.firstName.toLowerCase()}`, direction: 'outbound-dial' };
  return [withRecordings, { ...toRow(story, child, common), recordings: [] }];
}

function toRow(story: CallStory, leg: { sid: string; parent: string | null; from: string; to: string; direction: string }, { accountSid, random, now }: Common): Row {
  const { at, outcome, talkSeconds } = story;
  const created = Math.floor(at / SECOND) * SECOND;
  const waited = random.integer(0, 2) * SECOND;
  const started = outcome === 'queued' ? null : created + waited;
  const isOver = !['queued', 'ringing', 'live'].includes(outcome);
  const seconds = talkSeconds > 0 ? story.ringSeconds + talkSeconds : null;
  const ended = isOver && started !== null ? started + (seconds ?? story.ringSeconds) * SECOND : null;
  const hasPrice = seconds !== null && ended !== null && ended + PRICE_COMES_AFTER_MS < now;
  const path = `/2010-04-01/Accounts/${accountSid}/Calls/${leg.sid}`;
  return {
    sid: leg.sid,
    account_sid: accountSid,
    parent_call_sid: leg.parent,
    date_created: rfc2822(created),
    date_updated: rfc2822(Math.min(now, (ended ?? created) + SECOND)),
    start_time: started === null ? null : rfc2822(started),
    end_time: ended === null ? null : rfc2822(ended),
    from: leg.from,
    from_formatted: leg.from,
    to: leg.to,
    to_formatted: leg.to,
    phone_number_sid: leg.parent === null ? `PN${story.line.id.toString(16).padStart(32, '0')}` : null,
    status: STATUS[outcome],
    direction: leg.direction,
    duration: seconds === null ? null : String(seconds),
    price: hasPrice ? `-${(Math.ceil(seconds / 60) * PRICE_PER_MINUTE).toFixed(5)}` : null,
    price_unit: 'USD',
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    queue_time: String(waited),
    trunk_sid: null,
    uri: `${path}.json`,
    subresource_uris: { recordings: `${path}/Recordings.json` },
  };
}

function recordingsOf({ at, ringSeconds, talkSeconds, outcome }: CallStory, callSid: string, { accountSid, random, recordingUrl }: Common): Row[] {
  if (outcome !== 'answered' || !random.chance(0.6)) return [];
  const sid = `RE${random.hex(32)}`;
  const started = at + ringSeconds * SECOND;
  return [
    {
      sid,
      account_sid: accountSid,
      call_sid: callSid,
      conference_sid: null,
      date_created: rfc2822(started),
      date_updated: rfc2822(started + talkSeconds * SECOND),
      start_time: rfc2822(started),
      duration: String(talkSeconds),
      channels: random.chance(0.5) ? 2 : 1,
      source: 'OutboundAPI',
      status: 'completed',
      error_code: null,
      encryption_details: null,
      price: '-0.00250',
      price_unit: 'USD',
      media_url: recordingUrl('open', talkSeconds, sid),
      uri: `/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.json`,
    },
  ];
}

function sidOr(sid: unknown, random: Random): string {
  const own = `CA${random.hex(32)}`;
  return typeof sid === 'string' ? sid : own;
}
