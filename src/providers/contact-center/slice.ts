import type { Call } from '../../model/call.js';
import { type Slice, type SliceAnswer, TimeSlicedSource } from '../listing/time-sliced-source.js';
import type { UpstreamContext } from '../provider.js';
import type { ReadRows } from '../read-rows.js';
import { type CallsQuery, type ContactCenterApi, MAX_LIMIT } from './api.js';

/** A slice with more calls is narrowed rather than read. */
const MOST_CALLS = 3 * MAX_LIMIT;

/**
 * Reads one slice of time whole: the contact centre promises no order. Page after page and never two at
 * once: calls that come in meanwhile push others to a later page, where they are met again instead of missed.
 */
export async function readSlice(
  api: ContactCenterApi,
  read: (rows: readonly unknown[]) => ReadRows,
  query: CallsQuery,
  slice: Slice,
  context: UpstreamContext,
): Promise<SliceAnswer> {
  const calls = new Map<string, Call>();
  let unreadable = 0;
  for (let page = 1; ; page++) {
    const answer = await api.calls(query, slice, page, MAX_LIMIT, context);
    if ((answer.total ?? 0) > MOST_CALLS && !TimeSlicedSource.isNarrowest(slice)) return 'too many';
    const rows = read(answer.rows);
    for (const call of rows.calls) calls.set(call.providerCallId, call);
    unreadable += rows.unreadable;
    if (!answer.hasNext) return { calls: [...calls.values()], unreadable };
  }
}
