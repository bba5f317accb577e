import type { Random } from '../random.js';
import type { Row } from '../simulator.js';
import type { CallStory, Outcome, World } from '../world.js';

/** A Mongo-style id of an object of the organisation. It is the same for every seed. */
export const objectId = (kind: string, id: number): string =>
  Buffer.from(kind.padEnd(10, '-').slice(0, 10)).toString('hex') + String(id).padStart(4, '0');

/** The status words. Canceled is missing, because both spellings occur, as on the vendor's pages. */
const STATUS: Record<Exclude<Outcome, 'canceled'>, string> = {
  answered: 'completed',
  voicemail: 'completed',
  'no-answer': 'noAnswer',
  busy: 'busy',
  failed: 'failed',
  queued: 'queued',
  ringing: 'ringing',
  live: 'inProgress',
};

/** AICaller's calls as GET /v1/phoneCalls returns them. All are outbound. */
export function makeRows(world: World): Row[] {
  const { stories, random } = world.stories({ vendor: 1, countries: ['US', 'FR', 'GB', 'IN'], inboundShare: 0 });
  return stories.map((story) => toRow(story, random, world));
}

function toRow(story: CallStory, random: Random, { organisation, recordingUrl }: World): Row {
  const { at, person, line, index } = story;
  const isFromFile = random.chance(0.4);
  const file = random.pick(organisation.leadFiles);
  const record = random.chance(0.6);
  const status = story.outcome === 'canceled' ? spelling(random, index) : STATUS[story.outcome];
  return {
    teamId: objectId('team', random.pick(organisation.teams).id),
    callTemplateId: objectId('template', random.pick(organisation.callTemplates).id),
    nameOfHuman: random.chance(0.5) ? person.firstName : `${person.firstName} ${person.lastName}`,
    toPhoneNumber: person.phone.e164,
    promptVariableValues: [{ key: 'customer_name', value: person.firstName }],
    resultValues: story.outcome === 'answered' ? [{ columnName: 'interested', value: random.pick(['yes', 'no']) }] : [],
    _id: random.hex(24),
    ...(isFromFile && { fileId: objectId('file', file.id), fileName: file.name }),
    ...times(story, random),
    createdAt: iso(at),
    phoneNumberId: objectId('number', line.id),
    fromPhoneNumber: line.phone.e164,
    ...(random.chance(0.7) && { toEmailAddress: person.email }),
    status,
    telephonyProvider: random.pick(['twilio', 'twilio', 'plivo', 'telnyx']),
    record,
    ...(random.chance(0.3) && {
      phoneCallWebhooks: [
        {
          url: 'https://hooks.example.com/calls',
          subscribedEvent: 'phoneCall.completed',
          secret: `sim-secret-${random.hex(12)}`,
        },
      ],
    }),
    ...(status === 'completed' && { statusExtraInfo: extraInfo(story, random) }),
    ...(story.outcome === 'answered' && random.chance(0.1) && { fixedMeetingTime: iso(at + 2 * 86_400_000) }),
    ...(record && story.outcome === 'answered' && {
      recordingUrl: recordingUrl('open', story.talkSeconds, random.hex(16)),
    }),
    callOrigin: isFromFile ? 'file' : 'api',
    customTagsHitOnCall: story.outcome === 'answered' ? random.sample(organisation.tags, random.integer(0, 2)) : [],
  };
}

/** A queued call has no times yet, a call that never connected has no start, and a live call has no end. */
function times({ at, outcome, ringSeconds, talkSeconds }: CallStory, random: Random): Row {
  if (outcome === 'queued') {
    return { updatedAt: iso(at), ...(random.chance(0.5) && { callDelayedUntil: iso(at + 3_600_000) }) };
  }
  const triggered = at + 2_000;
  const started = triggered + ringSeconds * 1_000;
  const ended = started + talkSeconds * 1_000;
  if (outcome === 'ringing') return { callTriggeredAt: iso(triggered), updatedAt: iso(triggered) };
  if (outcome === 'live') {
    return { callTriggeredAt: iso(triggered), callStartedAt: iso(started), updatedAt: iso(started) };
  }
  if (talkSeconds === 0) return { callTriggeredAt: iso(triggered), callEndedAt: iso(ended), updatedAt: iso(ended) };
  return {
    callTriggeredAt: iso(triggered),
    callStartedAt: iso(started),
    callEndedAt: iso(ended),
    // Close to the difference of start and end, but not equal: the vendor's sample has 60 for 57 seconds.
    callDuration: talkSeconds + random.integer(0, 3),
    updatedAt: iso(ended + 3_000),
  };
}

function extraInfo({ outcome, at }: CallStory, random: Random): Row {
  if (outcome === 'voicemail') return { statusCode: 'VOICEMAIL_DETECTED' };
  const statusCode = random.pick([
    'ENDED_NORMALLY', 'ENDED_NORMALLY', 'ENDED_NORMALLY', 'ENDED_NORMALLY', 'CALL_LATER', 'DO_NOT_CALL', 'IVR_DETECTED',
  ]);
  return statusCode === 'CALL_LATER' ? { statusCode, dateTime: iso(at + 86_400_000) } : { statusCode };
}

function spelling(random: Random, index: number): string {
  // The first one has the enum's spelling. The others have either spelling.
  return index < 10 || random.chance(0.5) ? 'cancelled' : 'canceled';
}

function iso(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
