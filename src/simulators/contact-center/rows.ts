import { makePhone, type Phone } from '../people.js';
import type { Agent, Named, Organisation } from '../organisation.js';
import type { Random } from '../random.js';
import type { Row } from '../simulator.js';
import type { CallStory, World } from '../world.js';

/** Ids start here, so that they can't be confused with positions. */
const FIRST_CALL_ID = 10_001;
/** Added to an agent's id to get the user's id, because the two differ. */
const USER_ID_OFFSET = 400;
/** The first ordinal of the fictitious numbers that calls are transferred to. */
const FIRST_EXTERNAL_ORDINAL = 550;

/** A call of the contact centre, and its row as GET /calls/ returns it. */
export interface ContactCenterCall {
  readonly story: CallStory;
  readonly row: Row;
}

/** The same world makes the same calls each time. */
export function makeCalls(world: World): ContactCenterCall[] {
  const { stories, random } = world.stories({ vendor: 2, countries: ['US', 'FR', 'GB', 'IN'], inboundShare: 0.6 });
  return stories.map((story) => {
    // Only inbound calls wait in a queue.
    const isInbound = story.isInbound || story.outcome === 'queued';
    const own = { ...story, isInbound };
    return { story: own, row: toRow(own, random, world) };
  });
}

function toRow(story: CallStory, random: Random, { organisation, recordingUrl }: World): Row {
  const { at, person, line, index, outcome, isInbound } = story;
  const startedAt = Math.floor(at / 1_000);
  const isAnswered = outcome === 'answered' || outcome === 'live';
  const isEnded = !['live', 'ringing', 'queued'].includes(outcome);
  const isTransferred = isAnswered && random.chance(0.08);
  const number = wireNumber(line.phone);
  const { all, answered } = legs(story, random, organisation.agents, isTransferred);
  return {
    id: FIRST_CALL_ID + index,
    is_inbound: isInbound,
    is_answered: isAnswered,
    is_in_queue: isInbound && (outcome === 'queued' || outcome === 'ringing'),
    contact: random.chance(0.08)
      ? null
      : {
          id: 4_000 + person.id,
          full_name: `${person.firstName} ${person.lastName}`,
          number_country_code: person.phone.countryCode,
          national_number: person.phone.nationalNumber,
          number: wireNumber(person.phone),
          // The lists belong to the person, so all calls with the person have the same ones.
          list_ids: organisation.contactLists.map(({ id }) => id).filter((id) => person.id % (id + 1) === 0),
        },
    agents: (isAnswered ? answered : all).map(({ id }) => id),
    all_agents: all,
    answered_agents: answered,
    external_numbers: isTransferred && random.chance(0.4)
      ? [{ number: wireNumber(makePhone(line.phone.country, FIRST_EXTERNAL_ORDINAL + random.integer(0, 9))), is_any_transfer: true }]
      : [],
    number: { id: line.id, number, numberWithAlias: `${number} (${line.alias})`, alias: line.alias },
    started_at: startedAt,
    duration: isEnded ? story.ringSeconds + story.talkSeconds : 0,
    talk_time: outcome === 'answered' ? story.talkSeconds : 0,
    requested_callback: isInbound && isEnded && !isAnswered && random.chance(0.2),
    is_ended: isEnded,
    type: typeWord(story, random, isTransferred),
    is_answered_within_sla: isInbound && isAnswered && story.ringSeconds <= 20,
    is_data_cached: isEnded,
    original_call_id: random.chance(0.05) && index > 0 ? FIRST_CALL_ID + random.integer(0, index - 1) : null,
    campaign: !isInbound && random.chance(0.5) ? wireRef(random.pick(organisation.campaigns)) : null,
    ring_group: isInbound || random.chance(0.2) ? wireRef(random.pick(organisation.ringGroups)) : null,
    ivr: isInbound && random.chance(0.7) ? wireRef(random.pick(organisation.ivrs)) : null,
    ...disposition(isAnswered && isEnded, random, organisation),
    // Ids are unique within a call only. Two calls may both have a recording 12.
    recordings: outcome === 'answered' || outcome === 'voicemail'
      ? [{ id: random.integer(1, 99), url: recordingUrl('redirecting', story.talkSeconds, random.hex(16)) }]
      : [],
    tags: random.chance(0.3) ? random.sample(organisation.tags, random.integer(1, 3)) : [],
  };
}

/** The legs of all agents whose phone rang, and of those who answered. */
function legs(story: CallStory, random: Random, agents: readonly Agent[], isTransferred: boolean) {
  if (story.outcome === 'queued') return { all: [], answered: [] };
  const startedAt = Math.floor(story.at / 1_000);
  const isAnswered = story.outcome === 'answered' || story.outcome === 'live';
  interface Particulars { hangup_reason: string; started_at?: number; is_any_transfer?: boolean }
  const leg = (agent: Agent, more: Particulars) => ({
    ...wireAgent(agent),
    started_at: startedAt,
    type: 'agent',
    is_any_transfer: false,
    ...more,
  });

  const others = agents.filter(({ id }) => id !== story.agent.id);
  const rang = story.isInbound ? random.sample(others, random.integer(0, 3)) : [];
  const unanswered = rang.map((agent) => leg(agent, { hangup_reason: 'LOSE_RACE' }));
  const own = leg(story.agent, { hangup_reason: isAnswered ? 'NORMAL_CLEARING' : 'NO_ANSWER' });
  if (!isAnswered) return { all: [...unanswered, own], answered: [] };
  if (!isTransferred) return { all: [...unanswered, own], answered: [own] };

  const transferredAt = startedAt + story.ringSeconds + Math.floor(story.talkSeconds / 2);
  const second = random.pick(others.filter((agent) => !rang.includes(agent)));
  const transferred = leg(second, {
    started_at: transferredAt,
    is_any_transfer: true,
    hangup_reason: 'NORMAL_CLEARING',
  });
  return { all: [...unanswered, own, transferred], answered: [own, transferred] };
}

/** A word for `type`. These words differ from the callType filter's, though some look alike. */
function typeWord({ outcome, isInbound }: CallStory, random: Random, isTransferred: boolean): string {
  if (outcome === 'live') return 'in_progress';
  if (outcome === 'queued' || outcome === 'ringing') return isInbound ? 'in_queue' : 'in_progress';
  if (isTransferred) return random.pick(['answered', 'transfer', 'warm_transfer']);
  if (outcome === 'voicemail') return 'voicemail';
  if (outcome === 'answered') return !isInbound && random.chance(0.06) ? 'automated_callback' : 'answered';
  if (!isInbound) return 'missed';
  return random.pick([
    'missed', 'missed', 'abandoned', 'abandoned', 'abandoned_distributed', 'short_abandoned',
    'short_abandoned_distributed', 'overflowed', 'out_of_business_hours', 'inbound_ivr_exit',
  ]);
}

/** Agents may fill it in after a call. If they don't, it is null or absent. */
function disposition(mayHaveOne: boolean, random: Random, { dispositions }: Organisation): Row {
  if (!mayHaveOne || random.chance(0.3)) return random.chance(0.5) ? { disposition: null } : {};
  const { id, name } = random.pick(dispositions);
  return { disposition: { id, code: name, note: random.chance(0.5) ? 'Asked for a written summary' : '' } };
}

function wireAgent({ id, firstName, lastName }: Agent) {
  const user = `${firstName}.${lastName}`.toLowerCase();
  return { id, user_id: USER_ID_OFFSET + id, alias: `${firstName} ${lastName}`, sip: `sip:${user}@phone.example.com` };
}

function wireRef({ id, name }: Named): Row {
  return { id, name };
}

/** The vendor writes numbers without a plus. */
function wireNumber({ countryCode, nationalNumber }: Phone): string {
  return countryCode + nationalNumber;
}
