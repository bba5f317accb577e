import { makePhone, type Phone } from '../people.js';
import type { Random } from '../random.js';
import type { Row } from '../simulator.js';
import type { CallStory, Outcome, World } from '../world.js';
import type { LocalTime } from './local-time.js';

/** Milliseconds after the end of a call until duration, price and recording appear. */
const SETTLING = 2 * 60_000;
/** One of this many calls has an undocumented status word. */
const UNDOCUMENTED_EVERY = 211;
/** The first ordinal of the fictitious numbers of agents' phones. */
const FIRST_AGENT_ORDINAL = 700;

const STATUS: Record<Outcome, string> = {
  answered: 'completed',
  voicemail: 'completed',
  'no-answer': 'no-answer',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
  queued: 'queued',
  ringing: 'ringing',
  live: 'in-progress',
};

/** Exotel's calls, all in India, with the fields of its call details. Lists leave out ongoing calls. */
export function makeRows(world: World, accountSid: string, localTime: LocalTime): Row[] {
  const { stories, random } = world.stories({ vendor: 3, countries: ['IN'], inboundShare: 0.5 });
  return stories.map((story) => {
    const sid = random.hex(32);
    return {
      Sid: sid,
      ParentCallSid: null,
      ...outcomeFields(story, random, localTime, world),
      AccountSid: accountSid,
      ...parties(story, random),
      AnsweredBy: story.talkSeconds > 0 ? random.pick([null, 'human', 'HUMAN', 'machine']) : null,
      // The vendor sends the text "null" as well as real nulls.
      ForwardedFrom: random.chance(0.1) ? 'null' : null,
      CallerName: random.pick([null, '', `${story.person.firstName} ${story.person.lastName}`]),
      // In the vendor's samples the suffix .json is before the SID, so this path does not work.
      Uri: `/v1/Accounts/${accountSid}/Calls.json/${sid}`,
    };
  });
}

function outcomeFields(story: CallStory, random: Random, localTime: LocalTime, { now, recordingUrl }: World): Row {
  const { at, outcome, index } = story;
  const isOngoing = outcome === 'queued' || outcome === 'ringing' || outcome === 'live';
  const seconds = story.ringSeconds + story.talkSeconds;
  const endedAt = at + seconds * 1_000;
  const isSettled = !isOngoing && now - endedAt > SETTLING;
  const hasRecording = isSettled && outcome === 'answered' && random.chance(0.9);
  return {
    DateCreated: localTime.write(at),
    DateUpdated: localTime.write(isOngoing ? at : endedAt),
    Status: !isOngoing && index % UNDOCUMENTED_EVERY === 60 ? 'carrier-rejected' : STATUS[outcome],
    StartTime: localTime.write(at),
    // 1970 means that the call has not ended.
    EndTime: localTime.write(isOngoing ? 0 : endedAt),
    Duration: isSettled ? servedDuration(seconds, random) : null,
    Price: isSettled ? (Math.ceil(story.talkSeconds / 60) * 0.5).toFixed(3) : null,
    RecordingUrl: hasRecording ? recordingUrl('private', story.talkSeconds, random.hex(16)) : null,
  };
}

/** Mostly a string, sometimes a number. */
function servedDuration(seconds: number, random: Random): string | number {
  return random.chance(0.02) ? seconds : String(seconds);
}

/** From is the first leg: the agent's own phone for outbound calls, the customer's for inbound ones. */
function parties({ isInbound, person, agent, line }: CallStory, random: Random): Row {
  const style = random.chance(0.25) ? national : international;
  const exoPhone = style(line.phone);
  const customer = style(person.phone);
  if (isInbound) return { From: customer, To: exoPhone, PhoneNumberSid: exoPhone, Direction: 'inbound' };
  return {
    From: style(makePhone('IN', FIRST_AGENT_ORDINAL + agent.id)),
    To: customer,
    PhoneNumberSid: exoPhone,
    Direction: random.pick(['outbound-api', 'outbound-api', 'outbound-dial']),
  };
}

function national({ nationalNumber }: Phone): string {
  return `0${nationalNumber}`;
}

function international({ e164 }: Phone): string {
  return e164;
}
