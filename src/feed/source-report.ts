import type { Call } from '../model/call.js';
import type { AccountName } from '../model/account.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { ProviderError, ProviderErrorCode } from '../upstream/provider-error.js';
import type { PlannedAccount } from './plan.js';
import type { AccountStream } from './account-stream.js';

export type SourceStatus = 'OK' | 'PARTIAL' | 'FAILED' | 'SKIPPED';

/** How one account took part in a page. */
export interface SourceReport {
  readonly account: AccountName;
  readonly provider: CallProviderName;
  readonly status: SourceStatus;
  readonly code: string | null;
  readonly message: string | null;
  readonly retryAfter: Date | null;
  readonly coveredFrom: Date | null;
  readonly filteredLocally: readonly string[];
  /** The provider's failure. Null if it did not fail. */
  readonly failure: ProviderError | null;
}

const WHY_SKIPPED = {
  CANNOT_LIST: 'This provider has no list of calls. Look up its calls by id.',
  FILTERED_OUT: 'No call of this provider can match the filter.',
  OUT_OF_HISTORY: 'This provider no longer lists calls of the requested time.',
  NOT_IN_WALK: 'This account was added after the list was begun. Begin again without a cursor to include its calls.',
} as const;

const FAILED: Readonly<Record<ProviderErrorCode, string>> = {
  PROVIDER_TIMEOUT: 'TIMEOUT',
  PROVIDER_UNAVAILABLE: 'UNAVAILABLE',
  PROVIDER_UNAUTHORIZED: 'UNAUTHORIZED',
  PROVIDER_RATE_LIMITED: 'RATE_LIMITED',
  PROVIDER_BAD_RESPONSE: 'BAD_RESPONSE',
  RATE_LIMITED: 'RATE_LIMITED',
  CALL_OUT_OF_HISTORY: 'CALL_OUT_OF_HISTORY',
  READ_LIMIT: 'READ_LIMIT',
};

/** Reports how an account took part in a page. `calls` are the calls of the page. */
export function reportOf(planned: PlannedAccount, stream: AccountStream | undefined, calls: readonly Call[]): SourceReport {
  const { account, provider, skipped, coveredFrom, filteredLocally } = planned;
  const report = (status: SourceStatus, code: string | null, message: string | null, retryAfter: Date | null = null): SourceReport => ({
    account, provider, status, code, message, retryAfter, coveredFrom, filteredLocally, failure: stream?.failure ?? null,
  });
  if (skipped) return report('SKIPPED', skipped, WHY_SKIPPED[skipped]);
  if (stream?.failure) {
    const { code, message, facts } = stream.failure;
    const some = calls.some((call) => call.account === account);
    return report(some ? 'PARTIAL' : 'FAILED', FAILED[code], message, facts.retryAfter ?? null);
  }
  if (stream?.unreadable) return report('PARTIAL', 'UNREADABLE_ROWS', `${stream.unreadable} rows could not be read as calls and are missing.`);
  if (stream?.leftOut) return report('PARTIAL', 'READ_LIMIT', stream.leftOut);
  if (stream?.mayBeIncomplete) return report('PARTIAL', 'LIST_CHANGED', 'The list changed while it was read, or it ended before its own total. Calls may be missing. Repeat the request.');
  if (stream?.ahead) return report('PARTIAL', 'CLOCK_AHEAD', `${stream.ahead} calls are dated later than now. They are listed once that time has passed.`);
  if (stream && !stream.reachesNow()) return report('PARTIAL', 'CLOCK_AHEAD', "The provider's clock is further ahead than expected. Repeat the request to get the newest calls.");
  if (stream?.undated) return report('PARTIAL', 'UNDATED_ROWS', `${stream.undated} calls without any time are not on this page, because they have no position in the list.`);
  if (planned.reachesTooFarBack) return report('PARTIAL', 'OUT_OF_HISTORY', 'The filter begins before the oldest calls that this provider lists. See coveredFrom.');
  return report('OK', null, null);
}
