import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { PlannedProvider } from './plan.js';
import type { ProviderStream } from './provider-stream.js';

export type SourceStatus = 'OK' | 'PARTIAL' | 'FAILED' | 'SKIPPED';

/** How one provider took part in a page. */
export interface SourceReport {
  readonly provider: CallProviderName;
  readonly status: SourceStatus;
  readonly code: string | null;
  readonly message: string | null;
  readonly retryAfter: Date | null;
  readonly coveredFrom: Date | null;
  readonly filteredLocally: readonly string[];
  /** What went wrong, where something did. */
  readonly failure: ProviderError | null;
}

const WHY_SKIPPED = {
  CANNOT_LIST: 'This provider offers no list of calls; look its calls up by id.',
  FILTERED_OUT: 'No call of this provider can match the filter.',
  OUT_OF_HISTORY: 'This provider no longer answers for the time asked about.',
} as const;

/** Tells how a planned provider fared; `calls` are those of the page. */
export function reportOf(planned: PlannedProvider, stream: ProviderStream | undefined, calls: readonly Call[]): SourceReport {
  const { provider, skipped, coveredFrom, filteredLocally } = planned;
  const report = (status: SourceStatus, code: string | null, message: string | null, retryAfter: Date | null = null): SourceReport => ({
    provider, status, code, message, retryAfter, coveredFrom, filteredLocally, failure: stream?.failure ?? null,
  });
  if (skipped) return report('SKIPPED', skipped, WHY_SKIPPED[skipped]);
  if (stream?.failure) {
    const { code, message, facts } = stream.failure;
    const some = calls.some((call) => call.provider === provider);
    return report(some ? 'PARTIAL' : 'FAILED', code.replace('PROVIDER_', ''), message, facts.retryAfter ?? null);
  }
  if (stream?.unreadable) return report('PARTIAL', 'UNREADABLE_ROWS', `${stream.unreadable} rows could not be read as calls.`);
  if (stream?.mayMiss) return report('PARTIAL', 'LIST_CHANGED', 'The list changed while it was read, or ended before its own total, so that calls may be missing: ask again.');
  if (stream?.ahead) return report('PARTIAL', 'CLOCK_AHEAD', `${stream.ahead} calls are dated later than now: they come once that time has passed.`);
  if (stream && !stream.reachesNow()) return report('PARTIAL', 'CLOCK_AHEAD', 'Its clock is further ahead than was known: ask again for the newest calls.');
  if (stream?.undated) return report('PARTIAL', 'UNDATED_ROWS', `${stream.undated} calls without any time have no place in this page.`);
  if (planned.reachesTooFarBack) return report('PARTIAL', 'OUT_OF_HISTORY', 'The filter reaches further back than this provider answers for.');
  return report('OK', null, null);
}
