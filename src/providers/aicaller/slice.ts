import type { Slice, SliceAnswer } from '../listing/slice.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { ReadCalls } from '../read-rows.js';
import type { AiCallerApi, PhoneCallsQuery } from './api.js';

/** AICaller filters by the instant. One second never has more calls than can be read. */
export const NARROWEST_MS = 1000;
/** The documents do not say whether fromDate and toDate are inclusive, so each request is wider by this margin. */
export const MARGIN_MS = 1000;

/** The query of one source. Each spelling of the status is a separate request. */
export interface SpelledQuery extends Omit<PhoneCallsQuery, 'status'> {
  readonly spellings?: readonly string[];
}

/** Reads one time slice. AICaller does not page, so an answer that is too large means too many rows. */
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
  // A spelling that AICaller refuses has no calls, provided that it accepts another spelling.
  const failure = failures.find(({ facts }) => facts.status !== 400) ?? (failures.length === answers.length ? failures[0] : undefined);
  if (failure?.facts.tooLarge && !mustRead) return 'too many';
  if (failure) throw failure;
  return read(answers.flatMap((answer) => (answer instanceof ProviderError ? [] : answer)));
}
