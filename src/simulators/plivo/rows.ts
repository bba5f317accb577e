import { type ContactCenterCall, makeCalls } from '../contact-center/rows.js';
import type { Phone } from '../people.js';
import type { Random } from '../random.js';
import { field, listField } from '../row-fields.js';
import type { Row } from '../simulator.js';
import { CARRIER_ACCOUNT, type CallStory, type World } from '../world.js';
import { writeSessionStart, writeTime } from './times.js';

const DAY = 24 * 60 * 60 * 1000;
/** A day less than Plivo's history, so that all calls stay in it for a while. */
const OLDEST_MS = 89 * DAY;
const RATE = 0.0085;

interface Cause {
  code: number;
  name: string;
  source: string;
}

const NORMAL: Cause = { code: 4000, name: 'Normal Hangup', source: 'Caller' };
const CAUSES: Partial<Record<CallStory['outcome'], Cause>> = {
  'no-answer': { code: 3000, name: 'No Answer', source: 'Carrier' },
  busy: { code: 3010, name: 'Busy Line', source: 'Callee' },
  failed: { code: 2000, name: 'Invalid Destination Address', source: 'Plivo' },
  canceled: { code: 1000, name: 'Cancelled', source: 'API Request' },
};
const STATUS_WORDS: Partial<Record<CallStory['outcome'], string>> = { live: 'in-progress', ringing: 'ringing', queued: 'queued' };

/**
 * Plivo's calls: those of the contact centre that were recorded, and some of its own. Each row is as it is served,
 * without its member `recordings`, which has the rows of the call's recordings.
 */
export function makeRows(world: World): Row[] {
  const { stories, random } = world.stories({ vendor: 5, countries: ['US', 'FR', 'GB', 'IN'], inboundShare: 0.4 });
  const recorded = makeCalls(world).filter(({ story, row }) => story.at > world.now - OLDEST_MS && listField(row, 'recordings').length > 0);
  const shared = recorded.flatMap((call) => sharedRows(call, random)).slice(-stories.length);
  const own = stories.map((story) => ({ at: world.now - ((world.now - story.at) % OLDEST_MS), row: toRow({ ...story, at: world.now - ((world.now - story.at) % OLDEST_MS) }, random) }));
  const newest = own.sort((a, b) => b.at - a.at).slice(0, stories.length - shared.length);
  return [...shared, ...newest].sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** A row, and when its call began, in epoch milliseconds. */
interface TimedRow {
  at: number;
  row: Row;
}

/** The contact centre's call as its carrier has it: the leg of the person, and often the leg of the agent. */
function sharedRows({ story, row }: ContactCenterCall, random: Random): TimedRow[] {
  const at = story.at - random.integer(0, 2) * 1000;
  const parent = toRow({ ...story, at }, random);
  parent['recordings'] = listField(row, 'recordings').map((recording) => toRecording(String(field(recording, 'url')), parent, story));
  const agent = `sip:agent${story.agent.id}@phone.example.com`;
  const child = { ...toRow(story, random), call_direction: 'outbound', parent_call_uuid: parent['call_uuid'], to_number: agent };
  return [{ at, row: parent }, ...(story.index % 2 === 0 ? [{ at: story.at, row: child }] : [])];
}

function toRow(story: CallStory, random: Random): Row {
  const { at, person, line, isInbound, outcome } = story;
  const uuid = random.uuid();
  const from = isInbound ? person.phone : line.phone;
  const to = isInbound ? line.phone : person.phone;
  const word = STATUS_WORDS[outcome];
  if (word !== undefined) {
    return {
      call_uuid: uuid, request_uuid: random.uuid(), call_status: word, direction: isInbound ? 'inbound' : 'outbound', from: spelled(from, random), to: spelled(to, random),
      caller_name: '', session_start: writeSessionStart(at), stir_verification: 'Not Applicable', stir_attestation: '',
    };
  }
  const isAnswered = outcome === 'answered' || outcome === 'voicemail';
  const answeredAt = at + story.ringSeconds * 1000;
  const { code, name, source } = CAUSES[outcome] ?? NORMAL;
  const billed = Math.ceil(story.talkSeconds / 60) * 60;
  return {
    call_uuid: uuid,
    parent_call_uuid: null,
    conference_uuid: null,
    initiation_time: writeTime(at),
    answer_time: isAnswered ? writeTime(answeredAt) : null,
    end_time: writeTime(answeredAt + story.talkSeconds * 1000),
    call_direction: isInbound ? 'inbound' : 'outbound',
    call_duration: story.ringSeconds + story.talkSeconds,
    bill_duration: story.talkSeconds,
    billed_duration: billed,
    from_number: spelled(from, random),
    to_number: spelled(to, random),
    hangup_cause_code: code,
    hangup_cause_name: name,
    hangup_source: source,
    total_amount: ((billed / 60) * RATE).toFixed(5),
    total_rate: RATE.toFixed(5),
    stir_verification: 'Not Applicable',
    stir_attestation: '',
    voice_network_group: `${from.country} All Networks`,
    source_ip: '',
    cnam_lookup: '',
    resource_uri: `/v1/Account/${CARRIER_ACCOUNT}/Call/${uuid}/`,
  };
}

/** With or without a plus, even within one row. */
function spelled({ e164 }: Phone, random: Random): string {
  return random.chance(0.5) ? e164 : e164.slice(1);
}

/** The recording at this address. The address has its id. */
function toRecording(url: string, call: Row, story: CallStory): Row {
  const id = /\/Recording\/([\w-]+)\./.exec(url)?.[1] ?? '';
  const endedAt = story.at + (story.ringSeconds + story.talkSeconds) * 1000;
  return {
    recording_id: id,
    call_uuid: call['call_uuid'],
    conference_name: null,
    recording_type: 'normal',
    recording_format: 'mp3',
    recording_duration_ms: `${story.talkSeconds * 1000}.00000`,
    recording_start_ms: `${endedAt - story.talkSeconds * 1000}.00000`,
    recording_end_ms: `${endedAt}.00000`,
    add_time: writeTime(endedAt + 5000),
    recording_url: url,
    resource_uri: `/v1/Account/${CARRIER_ACCOUNT}/Recording/${id}/`,
  };
}
