import type { Call } from '../model/call.js';
import type { Recording } from '../model/recording.js';
import type { RecordingCapability } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/** The recordings of calls of one account, in their order, whether their rows had them or another request has them. */
export async function recordingsOfAll(calls: readonly Call[], capability: RecordingCapability | undefined, context: UpstreamContext): Promise<(readonly Recording[] | ProviderError)[]> {
  const without = calls.filter(({ recordings }) => recordings === null);
  const found = without.length === 0 ? [] : ((await capability?.find?.(without, context)) ?? []);
  const byCall = new Map(without.map((call, index) => [call, found[index] ?? []]));
  return calls.map((call) => {
    const recordings = byCall.get(call) ?? [];
    if (call.recordings) return call.recordings;
    return recordings instanceof ProviderError ? recordings : (call.withRecordings(recordings).recordings ?? []);
  });
}
