import { createRandom, type Random } from '../random.js';
import type { Row } from '../simulator.js';
import type { CallStory, Outcome, StoryOptions, World } from '../world.js';

/** The vendor documents status as free text and shows only "completed". "missed" is for inbound calls. */
const STATUS: Record<Outcome, string> = {
  answered: 'completed',
  voicemail: 'voicemail',
  'no-answer': 'no-answer',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
  queued: 'queued',
  ringing: 'ringing',
  live: 'in-progress',
};

const NOTES = ['Interested, send the price list', 'Call again in spring', 'Asked for a demo'];

/** The calls that Skipcall knows. Twilio carries them. */
export const SKIPCALL_STORIES: StoryOptions = { vendor: 4, countries: ['FR', 'GB'], inboundShare: 0.3 };

/** Skipcall's calls as GET /v1/calls/{id} returns them. */
export function makeRows(world: World): Row[] {
  const { stories, random } = world.stories(SKIPCALL_STORIES);
  const organizationId = random.uuid();
  return stories.map((story) => toRow(story, random, organizationId, world.now));
}

function toRow(story: CallStory, random: Random, organizationId: string, now: number): Row {
  const { at, person, agent, line, outcome, isInbound } = story;
  const isUnknown = random.chance(0.1);
  const startedAt = at + story.ringSeconds * 1_000;
  const endedAt = startedAt + story.talkSeconds * 1_000;
  const hasTalked = story.talkSeconds > 0;
  const required = {
    id: random.uuid(),
    callType: isInbound ? 'DIRECT_CALL' : random.pick(['CALL_SESSION', 'CALL_SESSION', 'DIRECT_CALL']),
    status: isInbound && outcome === 'no-answer' ? 'missed' : STATUS[outcome],
    type: isInbound ? 'inbound' : 'outbound',
    startedAt: hasTalked || outcome === 'live' ? iso(startedAt) : null,
    endedAt: hasTalked ? iso(endedAt) : null,
    createdAt: iso(at),
    contact: {
      id: fixedUuid('person', person.id),
      firstName: isUnknown ? null : person.firstName,
      lastName: isUnknown ? null : person.lastName,
      isUnknown,
    },
    phoneNumber: { value: person.phone.e164 },
    caller: { firstName: agent.firstName, lastName: agent.lastName },
    callerPhoneNumber: { value: line.phone.e164 },
  };
  // Some calls have only the fields that the vendor documents as required.
  if (random.chance(0.15)) return required;
  return {
    ...required,
    phoneNumberId: fixedUuid('number', person.id),
    userProviderSid: `CA${random.hex(32)}`,
    adminProviderSid: random.chance(0.5) ? `CA${random.hex(32)}` : null,
    providerConferenceId: `CF${random.hex(32)}`,
    transferred: outcome === 'answered' && random.chance(0.1),
    updatedAt: iso(Math.min(now, endedAt + 60_000)),
    ...(!isInbound && { sequenceRunId: random.uuid(), sequenceId: fixedUuid('sequence', (person.id % 5) + 1) }),
    syncedWithCrmDate: hasTalked ? iso(endedAt) : null,
    deletedAt: random.chance(0.04) ? iso(Math.min(now, endedAt + 3_600_000)) : null,
    organizationId,
    organizationMembershipId: fixedUuid('member', agent.id),
    managedPhoneNumberId: fixedUuid('line', line.id),
    ...(hasTalked && random.chance(0.3) && { notes: random.pick(NOTES) }),
  };
}

/** The id of an object, the same in every call and for every seed. */
function fixedUuid(kind: string, id: number): string {
  return createRandom(kind.length * 100_003 + kind.charCodeAt(0) * 1_009 + id).uuid();
}

function iso(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
