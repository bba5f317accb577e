import { isNarrowest, type Slice, type SliceAnswer } from '../listing/slice.js';
import type { UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { ReadRows } from '../read-rows.js';
import type { AiCallerApi, PhoneCallsQuery } from './api.js';

/** Whether the ends of fromDate and toDate belong is not documented: by so much more is asked for. */
const MARGIN_MS = 1000;

/** Reads one slice of time. AICaller doesn't page: an answer that is too long is the sign of too many rows. */
export async function readSlice(
  api: AiCallerApi,
  read: (rows: readonly unknown[]) => ReadRows,
  query: PhoneCallsQuery,
  slice: Slice,
  context: UpstreamContext,
): Promise<SliceAnswer> {
  const created = {
    ...(slice.from === Number.NEGATIVE_INFINITY ? {} : { after: slice.from - MARGIN_MS }),
    before: slice.to + MARGIN_MS,
  };
  try {
    return read(await api.list(query, created, context));
  } catch (error) {
    if (error instanceof ProviderError && error.facts.tooLarge && !isNarrowest(slice)) return 'too many';
    throw error;
  }
}
