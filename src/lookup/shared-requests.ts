import type { AccountName } from '../model/account.js';
import { type RequestOrigin, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';

/** The upstream requests of one batch of look-ups. */
export interface SharedRequests {
  /** How many requests were sent so far. */
  sent: number;
}

/**
 * The context of a batch. It has the latest deadline and the highest urgency of its waiters, and every waiter is
 * charged for each request. Waiters join and leave, so each property reads `contexts` again.
 */
export function sharedContext(contexts: () => readonly UpstreamContext[], requests: SharedRequests, signal: AbortSignal): UpstreamContext {
  return {
    signal,
    isFresh: true,
    get deadlineAt() {
      return contexts().reduce((latest, { deadlineAt }) => Math.max(latest, deadlineAt), 0);
    },
    get urgency() {
      return contexts().reduce((most, { urgency }) => Math.max(most, urgency), Urgency.SWEEP);
    },
    get origin(): RequestOrigin | undefined {
      const origins = [...new Set(contexts().map(({ origin }) => origin))].filter((origin) => origin !== undefined);
      const [first] = origins;
      const sent = (account: AccountName) => {
        requests.sent += 1;
        for (const origin of origins) origin.sent(account);
      };
      const isSpent = origins.every((origin) => origin.isSpent);
      const shares = [...new Set(origins.flatMap(({ shares }) => shares))];
      return first && { requestId: first.requestId, operation: first.operation, span: first.span, isSpent, shares, sent };
    },
  };
}
