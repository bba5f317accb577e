import { makeCallTimes, RECENT_CALLS } from './call-times.js';
import { ORGANISATION, type Agent, type Line, type Organisation } from './organisation.js';
import { type Country, makePeople, type Person } from './people.js';
import { createRandom, type Random } from './random.js';

/** How a call went, in no vendor's words. `live` ones are being talked on, `queued` ones are still waiting. */
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

/** One call as it happened. Each vendor tells it in its own words. */
export interface CallStory {
  /** Position in the vendor's calls, from 0, oldest first. */
  index: number;
  /** When it began, epoch milliseconds. */
  at: number;
  person: Person;
  agent: Agent;
  /** The organisation's line in the person's country. */
  line: Line;
  isInbound: boolean;
  outcome: Outcome;
  ringSeconds: number;
  /** 0 unless somebody, or a voicemail, answered and the call is over. */
  talkSeconds: number;
}

/** Who may be in a vendor's calls. */
export interface Casting {
  /** Keeps the vendors' chances apart from each other. */
  vendor: number;
  countries: readonly Country[];
  /** Share of calls that come in, 0 to 1. */
  inboundShare: number;
}

/** The people, the organisation and the calls between them. */
export interface World {
  /** The instant at which it stands, epoch milliseconds: nothing in it is later but what is planned. */
  now: number;
  people: readonly Person[];
  organisation: Organisation;
  /** A vendor's calls, oldest first, with the stream of chances for what only that vendor knows. */
  stories(casting: Casting): { stories: CallStory[]; random: Random };
}

const PEOPLE = 160;
/**
 * The oldest calls take every final outcome in turn, so that even a small world has each; the rest
 * follow their odds.
 */
const FINAL_OUTCOMES: readonly Outcome[] = ['answered', 'voicemail', 'no-answer', 'busy', 'failed', 'canceled'];
const FINAL_ODDS: readonly Outcome[] = [
  ...Array.from({ length: 12 }, () => 'answered' as const),
  'voicemail', 'voicemail', 'no-answer', 'no-answer', 'no-answer', 'busy', 'busy', 'failed', 'canceled',
];
/** What the newest calls are doing, oldest of them first. */
const RECENT_OUTCOMES: readonly Outcome[] = [
  'answered', 'live', 'no-answer', 'ringing', 'answered', 'live', 'queued', 'answered',
];

/** Makes the world of a seed as it stands at `now`. */
export function makeWorld(seed: number, now: number, calls: number): World {
  const people = makePeople(createRandom(seed), PEOPLE);
  return {
    now,
    people,
    organisation: ORGANISATION,
    stories: (casting) => {
      const random = createRandom(seed * 1_009 + casting.vendor);
      const cast = people.filter(({ phone }) => casting.countries.includes(phone.country));
      const times = makeCallTimes(random, now, calls);
      const stories = times.map((at, index) => {
        const outcome = outcomeOf(random, index, calls);
        const isOver = outcome === 'answered' || outcome === 'voicemail';
        const person = random.pick(cast);
        return {
          index,
          at,
          person,
          agent: random.pick(ORGANISATION.agents),
          line: random.pick(ORGANISATION.lines.filter(({ phone }) => phone.country === person.phone.country)),
          isInbound: random.chance(casting.inboundShare),
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

/** Mostly short, sometimes half an hour, and over by now. */
function talkSeconds(random: Random, millisecondsAgo: number): number {
  const wished = Math.ceil(5 + 1_500 * random.fraction() ** 3);
  return Math.max(1, Math.min(wished, Math.floor(millisecondsAgo / 1_000) - 30));
}
