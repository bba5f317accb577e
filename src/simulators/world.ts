import { makeCallTimes, RECENT_CALLS } from './call-times.js';
import { ORGANISATION, type Agent, type Line, type Organisation } from './organisation.js';
import { type Country, makePeople, type Person } from './people.js';
import { createRandom, type Random } from './random.js';

/** The outcome of a call, independent of vendors. `live`: in conversation. `queued`: still waiting. */
export type Outcome =
  | 'answered'
  | 'voicemail'
  | 'no-answer'
  | 'busy'
  | 'failed'
  | 'canceled'
  | 'queued'
  | 'ringing'
  | 'live';

/** A call, independent of vendors. Each vendor converts it to its own format. */
export interface CallStory {
  /** Position in the vendor's calls, from 0, oldest first. */
  index: number;
  /** When it began, in epoch milliseconds. */
  at: number;
  person: Person;
  agent: Agent;
  /** The organisation's line in the person's country. */
  line: Line;
  isInbound: boolean;
  outcome: Outcome;
  ringSeconds: number;
  /** 0 unless a person or a voicemail answered and the call has ended. */
  talkSeconds: number;
}

/** The parameters of a vendor's calls. */
export interface StoryOptions {
  /** Gives each vendor its own random stream. */
  vendor: number;
  countries: readonly Country[];
  /** Share of inbound calls, 0 to 1. */
  inboundShare: number;
}

/** The account at the carrier that keeps the contact centre's recordings. */
export const CARRIER_ACCOUNT = 'MASIMULATEDACCOUNT01';

/** The address of a recording of so many seconds. `id` is unique. A redirecting one is at the carrier. */
export type RecordingUrl = (kind: 'open' | 'private' | 'redirecting', seconds: number, id: string) => string;

/** The people, the organisation and the calls between them. */
export interface World {
  /** The current instant of the world, in epoch milliseconds. Only planned times are later. */
  now: number;
  people: readonly Person[];
  organisation: Organisation;
  /** The address of a recording. */
  recordingUrl: RecordingUrl;
  /** A vendor's calls, oldest first, with the random stream for vendor-specific values. */
  stories(options: StoryOptions): { stories: CallStory[]; random: Random };
}

const PEOPLE = 160;
/**
 * The oldest calls have each final outcome once, so that even a small world has all of them. The others
 * follow FINAL_ODDS.
 */
const FINAL_OUTCOMES: readonly Outcome[] = ['answered', 'voicemail', 'no-answer', 'busy', 'failed', 'canceled'];
const FINAL_ODDS: readonly Outcome[] = [
  ...Array.from({ length: 12 }, () => 'answered' as const),
  'voicemail', 'voicemail', 'no-answer', 'no-answer', 'no-answer', 'busy', 'busy', 'failed', 'canceled',
];
/** The outcomes of the newest calls, oldest first. */
const RECENT_OUTCOMES: readonly Outcome[] = [
  'answered', 'live', 'no-answer', 'ringing', 'answered', 'live', 'queued', 'answered',
];

/** Creates the world of a seed at `now`, in epoch milliseconds. */
export function makeWorld(seed: number, now: number, calls: number, recordingUrl: RecordingUrl): World {
  const people = makePeople(createRandom(seed), PEOPLE);
  return {
    now,
    people,
    organisation: ORGANISATION,
    recordingUrl,
    stories: (options) => {
      const random = createRandom(seed * 1_009 + options.vendor);
      const candidates = people.filter(({ phone }) => options.countries.includes(phone.country));
      const times = makeCallTimes(random, now, calls);
      const stories = times.map((at, index) => {
        const outcome = outcomeOf(random, index, calls);
        const isOver = outcome === 'answered' || outcome === 'voicemail';
        const person = random.pick(candidates);
        return {
          index,
          at,
          person,
          agent: random.pick(ORGANISATION.agents),
          line: random.pick(ORGANISATION.lines.filter(({ phone }) => phone.country === person.phone.country)),
          isInbound: random.chance(options.inboundShare),
          outcome,
          ringSeconds: random.integer(2, 25),
          talkSeconds: isOver ? talkSeconds(random, now - at) : 0,
        };
      });
      return { stories, random };
    },
  };
}

function outcomeOf(random: Random, index: number, calls: number): Outcome {
  const fromNewest = calls - 1 - index;
  if (fromNewest < RECENT_CALLS) return RECENT_OUTCOMES[RECENT_CALLS - 1 - fromNewest] ?? 'answered';
  return FINAL_OUTCOMES[index] ?? random.pick(FINAL_ODDS);
}

/** Mostly short, sometimes almost half an hour. The call has ended by now. */
function talkSeconds(random: Random, millisecondsAgo: number): number {
  const wished = Math.ceil(5 + 1_500 * random.fraction() ** 3);
  return Math.max(1, Math.min(wished, Math.floor(millisecondsAgo / 1_000) - 30));
}
