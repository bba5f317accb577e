import type { Slice, SliceAnswer } from '../listing/slice.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { ReadCalls } from '../read-rows.js';
import type { AiCallerApi, PhoneCallsQuery } from './api.js';

/** AICaller filters by the instant; within a second no more calls come than can be read. */
export const NARROWEST_MS = 1000;
/** Whether the ends of fromDate and toDate belong is not documented: by so much more is asked for. */
const MARGIN_MS = 1000;

/** What is asked for one source: a status may be spelled in several ways, each its own request. */
export interface SpelledQuery extends Omit<PhoneCallsQuery, 'status'> {
  readonly spellings?: readonly string[];
}

/** Reads one slice of time. AICaller doesn't page: an answer that is too long is the sign of too many rows. */
export async function readSlice(
  api: AiCallerApi,
  read: ReadCalls,
  { spellings, ...query }: SpelledQuery,
  slice: Slice,
  mustRead: boolean,
  context: UpstreamContext,
): Promise<SliceAnswer> {
  const created = {
    ...(slice.from === Number.NEGATIVE_INFINITY ? {} : { after: slice.from - MARGIN_MS }),
    before: slice.to + MARGIN_MS,
  };
  const queries = spellings ? spellings.map((status) => ({ ...query, status })) : [query];
  const answers = await Promise.all(queries.map((one) => api.list(one, created, context).catch(failureAsValue)));
  const failures = answers.filter((answer) => answer instanceof ProviderError);
  // A spelling that AICaller refuses has no calls, as long as it takes another one.
  const failure = failures.find(({ facts }) => facts.status !== 400) ?? (failures.length === answers.length ? failures[0] : undefined);
  if (failure?.facts.tooLarge && !mustRead) return 'too many';
  if (failure) throw failure;
  return read(answers.flatMap((answer) => (answer instanceof ProviderError ? [] : answer)));
}
