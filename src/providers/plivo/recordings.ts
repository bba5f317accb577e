import type { Call } from '../../model/call.js';
import { type Json, records } from '../../model/json-value.js';
import type { RecordingFacts } from '../../model/recording.js';
import { readUrl } from '../../model/url.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { FoundRecordings } from '../provider.js';
import { identifier, number } from '../reading.js';
import { PAGE_SIZE, type PlivoApi, type Span } from './api.js';
import { LONGEST_CALL_MS, LONGEST_SPAN_MS } from './history.js';
import { readList } from './pages.js';
import { LATEST_RECORD_MS } from './to-call.js';

/** A recording may be added a little before the time that its call claims. */
const MARGIN_MS = 60_000;
/** More recordings of one call are not read. */
const MOST_OF_A_CALL = 10 * PAGE_SIZE;

/** Calls whose recordings were added within one span. */
interface Group {
  span: Span;
  readonly calls: Call[];
}

/** Recordings by the id of their call, in lower case. */
type ByCall = ReadonlyMap<string, readonly RecordingFacts[]>;

/** The recordings of calls. Plivo has them in a list of their own. */
export class PlivoRecordings {
  constructor(
    private readonly api: PlivoApi,
    private readonly now: () => number,
  ) {}

  /** Reads all recordings of the calls' time, or those of each call alone, whichever takes fewer requests. */
  async find(calls: readonly Call[], context: UpstreamContext): Promise<FoundRecordings[]> {
    const found = new Map<Call, FoundRecordings>();
    await Promise.all(groupsOf(calls, this.now()).map(async (group) => {
      const all = group.calls.length === 1 ? null : await this.ofTime(group, context).catch(failureAsValue);
      await Promise.all(group.calls.map(async (call) => {
        const own = all ?? (await this.ofOne(call, group.span, context).catch(failureAsValue));
        found.set(call, own instanceof ProviderError ? own : (own.get(call.providerCallId.toLowerCase()) ?? []));
      }));
    }));
    return calls.map((call) => found.get(call) ?? []);
  }

  /** The call that a recording belongs to; null when Plivo has no such recording. @throws ProviderError */
  async callOf(recordingId: string, context: UpstreamContext): Promise<string | null> {
    const found = await this.api.recording(recordingId, context);
    return found && identifier(found['call_uuid']);
  }

  /** Null if it would take more requests than asking for each call. @throws ProviderError */
  private async ofTime({ span, calls }: Group, context: UpstreamContext): Promise<ByCall | null> {
    const answer = await readList((offset) => this.api.recordings(null, span, offset, context), calls.length * PAGE_SIZE);
    return 'rows' in answer ? byCall(records(answer.rows)) : null;
  }

  /** @throws ProviderError */
  private async ofOne({ providerCallId }: Call, { from }: Span, context: UpstreamContext): Promise<ByCall> {
    const answer = await readList((offset) => this.api.recordings(providerCallId, { from, to: from + LONGEST_SPAN_MS }, offset, context), MOST_OF_A_CALL);
    return byCall('rows' in answer ? records(answer.rows) : []);
  }
}

/** As few groups as spans of thirty days allow. Calls without any time are looked for in the last thirty days. */
function groupsOf(calls: readonly Call[], now: number): Group[] {
  const groups: Group[] = [];
  const timed = calls.map((call) => ({ call, span: spanOf(call, now) })).sort((a, b) => a.span.from - b.span.from);
  for (const { call, span } of timed) {
    const last = groups.at(-1);
    if (last && span.to - last.span.from <= LONGEST_SPAN_MS) {
      last.calls.push(call);
      last.span = { from: last.span.from, to: Math.max(last.span.to, span.to) };
    } else groups.push({ span, calls: [call] });
  }
  return groups;
}

/** The time in which the recordings of a call were added. */
function spanOf({ isTimeless, createdAt, endedAt }: Call, now: number): Span {
  if (isTimeless) return { from: now - LONGEST_SPAN_MS, to: now };
  const from = createdAt.getTime() - MARGIN_MS;
  const to = (endedAt?.getTime() ?? createdAt.getTime() + LONGEST_CALL_MS) + LATEST_RECORD_MS;
  // An end that can't be one is not believed.
  return { from, to: to > from && to - from <= LONGEST_SPAN_MS ? to : from + LONGEST_SPAN_MS };
}

function byCall(rows: readonly Json[]): ByCall {
  const found = new Map<string, RecordingFacts[]>();
  for (const row of rows) {
    const callId = identifier(row['call_uuid'])?.toLowerCase();
    if (callId !== undefined) found.set(callId, [...(found.get(callId) ?? []), toRecording(row)]);
  }
  return found;
}

function toRecording(row: Json): RecordingFacts {
  const milliseconds = number(row['recording_duration_ms']);
  return {
    providerRecordingId: identifier(row['recording_id']),
    url: readUrl(row['recording_url']),
    duration: milliseconds === null || milliseconds < 0 ? null : milliseconds / 1000,
  };
}
