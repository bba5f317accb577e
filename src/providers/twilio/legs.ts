import { record } from '../../model/json-value.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { Conversation } from '../provider.js';
import { identifier, text } from '../reading.js';
import { TWILIO } from './agents.js';
import type { Days, TwilioApi } from './api.js';
import { readFewPages } from './pages.js';
import { isChildLeg } from './to-call.js';
import { dayOf, daysFrom } from './utc-day.js';

/** With more pages, asking for each conversation costs less. */
const MOST_PAGES = 2;
/** The most conversations that are asked for one by one. */
const MOST_ALONE = 25;
const EVERY_DAY: Days = { first: null, last: null };

type Legs = readonly string[] | ProviderError;

/**
 * The legs of conversations, from the list of all calls of their time, which is short for a quiet account; else from
 * the lists of their days, or of each alone.
 */
export async function findLegs(api: TwilioApi, conversations: readonly Conversation[], context: UpstreamContext): Promise<Legs[]> {
  const found = new Map<Conversation, Promise<Legs>>();
  let alone = 0;
  const ofOne = async ({ parentId }: Conversation): Promise<Legs> => {
    alone += 1;
    if (alone > MOST_ALONE) return new ProviderError(TWILIO, 'READ_LIMIT', 'TWILIO would have to be asked for the legs of too many calls.');
    return readOne(api, parentId, context).catch(failureAsValue);
  };
  const runs = runsOfDays(conversations);
  const all = runs.length > MOST_PAGES ? await readRun(api, spanOf(runs), context).catch(failureAsValue) : null;
  if (all instanceof ProviderError) return conversations.map(() => all);
  if (all) return conversations.map(({ parentId }) => all.get(parentId) ?? []);
  for (const run of runs) {
    const read = run.conversations.length > MOST_PAGES ? readRun(api, run, context).catch(failureAsValue) : Promise.resolve(null);
    for (const one of run.conversations) found.set(one, read.then((all) => (all instanceof ProviderError ? all : all ? (all.get(one.parentId) ?? []) : ofOne(one))));
  }
  return Promise.all(conversations.map((one) => found.get(one) ?? Promise.resolve([])));
}

interface RunOfDays {
  readonly first: number;
  last: number;
  readonly conversations: Conversation[];
}

/** Conversations of days that follow each other, with these days. */
function runsOfDays(conversations: readonly Conversation[]): RunOfDays[] {
  const runs: RunOfDays[] = [];
  for (const one of conversations.toSorted((a, b) => a.from - b.from)) {
    const [first, last] = [dayOf(one.from), dayOf(one.to)];
    const run = runs.at(-1);
    if (run && first <= run.last + 1) {
      run.last = Math.max(run.last, last);
      run.conversations.push(one);
    } else runs.push({ first, last, conversations: [one] });
  }
  return runs;
}

function spanOf(runs: readonly RunOfDays[]): Pick<RunOfDays, 'first' | 'last'> {
  return { first: Math.min(...runs.map(({ first }) => first)), last: Math.max(...runs.map(({ last }) => last)) };
}

/** Null if there are too many calls. @throws ProviderError */
async function readRun(api: TwilioApi, { first, last }: Pick<RunOfDays, 'first' | 'last'>, context: UpstreamContext): Promise<ReadonlyMap<string, string[]> | null> {
  const rows = await readFewPages((next) => api.calls({}, daysFrom(first, last), next, context), MOST_PAGES);
  if (rows === 'too many') return null;
  const found = new Map<string, string[]>();
  for (const { sid, parentSid } of rows.flatMap(legIn)) found.set(parentSid, [...(found.get(parentSid) ?? []), sid]);
  return found;
}

/** More legs than a page has are not read. @throws ProviderError */
async function readOne(api: TwilioApi, parentCallSid: string, context: UpstreamContext): Promise<string[]> {
  const { rows } = await api.calls({ parentCallSid }, EVERY_DAY, null, context);
  return rows.flatMap(legIn).map(({ sid }) => sid);
}

function legIn(value: unknown): { sid: string; parentSid: string }[] {
  const row = record(value);
  const sid = row && identifier(row['sid']);
  const parentSid = row && text(row['parent_call_sid']);
  return sid && parentSid && isChildLeg({ sid, parentCallSid: parentSid }) ? [{ sid, parentSid }] : [];
}
