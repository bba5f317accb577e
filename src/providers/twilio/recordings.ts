import type { Call } from '../../model/call.js';
import { list, record } from '../../model/json-value.js';
import type { RecordingFacts } from '../../model/recording.js';
import { readUrl } from '../../model/url.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import { identifier, number, text } from '../reading.js';
import type { FoundRecordings } from '../provider.js';
import type { TwilioApi } from './api.js';
import { ListsOfDays, type RecordingsOfDays } from './lists-of-days.js';
import { readFewPages, readPages } from './pages.js';
import { parentSidOf } from './to-call.js';
import { dayOf, daysFrom } from './utc-day.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** With more pages, asking for each call costs less. */
const MOST_PAGES = 2;

/** Recordings that no audio will come from. */
const GONE: ReadonlySet<string | null> = new Set(['absent', 'deleted', 'failed']);

/**
 * Finds the recordings of calls. The recordings of a day are read in one list of the account, so that the calls of a
 * page cost a request or two instead of one each. Twilio files a recording under the first leg of a conversation.
 */
export class TwilioRecordings {
  private readonly lists = new ListsOfDays();

  constructor(
    private readonly api: TwilioApi,
    /** Epoch milliseconds. */
    private readonly now: () => number,
  ) {}

  async find(calls: readonly Call[], context: UpstreamContext): Promise<FoundRecordings[]> {
    const { api } = this;
    const found = new Map<string, Promise<FoundRecordings>>();
    for (const run of runsOfDays(calls.filter((call) => parentSidOf(call) === null))) {
      const all = run.calls.length > 1 ? this.ofRun(run, context).catch(failureAsValue) : Promise.resolve('too many' as const);
      for (const { providerCallId: sid } of run.calls) found.set(sid, all.then((read) => (read === 'too many' ? readOne(api, sid, context) : read instanceof ProviderError ? read : (read.get(sid) ?? []))));
    }
    return Promise.all(calls.map(({ providerCallId }) => found.get(providerCallId) ?? Promise.resolve([])));
  }

  /** A list that was read some seconds ago is still right for calls whose recordings come no more. @throws ProviderError */
  private async ofRun(run: RunOfDays, context: UpstreamContext): Promise<RecordingsOfDays> {
    const { first, last, calls } = run;
    const now = this.now();
    const mayBeOld = !context.isFresh && calls.every((call) => call.isSettledAt(now));
    const known = mayBeOld ? this.lists.of(first, last) : undefined;
    if (known) return known;
    const found = await readRun(this.api, run, context);
    this.lists.keep(first, last, found);
    return found;
  }
}

interface RunOfDays {
  readonly first: number;
  last: number;
  readonly calls: Call[];
}

/** Calls of days that follow each other, with these days. */
function runsOfDays(calls: readonly Call[]): RunOfDays[] {
  const runs: RunOfDays[] = [];
  for (const call of calls.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    const first = dayOf(call.createdAt.getTime());
    const last = dayOf((call.endedAt ?? new Date(call.createdAt.getTime() + DAY_MS)).getTime());
    const run = runs.at(-1);
    if (run && first <= run.last + 1) {
      run.last = Math.max(run.last, last);
      run.calls.push(call);
    } else runs.push({ first, last, calls: [call] });
  }
  return runs;
}

/** @throws ProviderError */
async function readRun(api: TwilioApi, { first, last, calls }: RunOfDays, context: UpstreamContext): Promise<RecordingsOfDays> {
  const rows = await readFewPages((next) => api.recordings(daysFrom(first, last), next, context), Math.min(MOST_PAGES, calls.length));
  if (rows === 'too many') return rows;
  const byCall = new Map<string, RecordingFacts[]>();
  for (const row of rows) {
    const sid = identifier(record(row)?.['call_sid']);
    if (sid !== null) byCall.set(sid, [...(byCall.get(sid) ?? []), ...factsOf(row)]);
  }
  return byCall;
}

async function readOne(api: TwilioApi, callSid: string, context: UpstreamContext): Promise<FoundRecordings> {
  const rows = await readPages((next) => api.recordingsOf(callSid, next, context)).catch(failureAsValue);
  return rows instanceof ProviderError ? rows : rows.flatMap(factsOf);
}

/** A recording as Twilio sends it (schema api.v2010.account.recording in Twilio's OpenAPI). */
function factsOf(value: unknown): RecordingFacts[] {
  const row = record(value);
  const status = text(row?.['status'])?.toLowerCase() ?? null;
  const sid = row && identifier(row['sid']);
  if (!row || !sid || GONE.has(status)) return [];
  const duration = number(row['duration']);
  // Nobody but the account's owner can decrypt an encrypted recording.
  const isPlayable = (status === null || status === 'completed') && list(row['encryption_details']).length === 0 && record(row['encryption_details']) === null;
  return [{ providerRecordingId: sid, url: isPlayable ? readUrl(row['media_url']) : null, duration: duration !== null && duration >= 0 ? duration : null, channels: number(row['channels']) }];
}
