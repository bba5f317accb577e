import type { CallFilter } from '../model/call-filter.js';
import { CallOrder } from '../model/call-order.js';
import type { AccountName } from '../model/account.js';
import type { FeedKey } from '../model/feed-order.js';
import type { ListSource, Walk } from '../providers/provider.js';
import type { FeedPosition } from './cursor.js';
import { passes } from './filter-match.js';
import type { FeedWalk } from './page-positions.js';
import type { PlannedAccount } from './plan.js';
import { AccountStream } from './account-stream.js';

/** Which calls a walk reads, in which order and from which position. */
export interface Opening {
  readonly filter: CallFilter;
  readonly order: CallOrder;
  readonly position: FeedPosition;
  /** About how many calls of an account are needed. */
  readonly wantedOf: (account: AccountName) => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A vendor whose clock is ahead dates existing calls in the future. Requests reach this far to find them. */
const AHEAD_MS = 10 * 60 * 1000;

/** Opens an account's sources. */
export type OpenSources = (planned: PlannedAccount, walk: Walk) => readonly ListSource[];

const openPlan: OpenSources = ({ plan }, walk) => plan?.open(walk) ?? [];

/** Opens a stream for every account that is not skipped, each from its own position. */
export function openWalk(plans: readonly PlannedAccount[], opening: Opening, open: OpenSources = openPlan): FeedWalk {
  const { filter, order, position, now } = opening;
  const streams = plans
    .filter(({ plan }) => plan)
    .map((planned) => {
      const start = placeOf(planned.account, position);
      const walk = spanOf(opening, planned, start);
      const aheadAtOpening = aheadOf(planned);
      const at = order === CallOrder.NEWEST_FIRST ? walk.to : walk.from;
      const sources = open(planned, walk);
      return new AccountStream(planned.account, planned.provider, sources, {
        order,
        start: { at, after: start },
        reachesNow: () => aheadOf(planned) <= aheadAtOpening + AHEAD_MS,
        undatedBefore: position.undated?.[planned.account] ?? 0,
        passes: (call) => passes(filter, planned.filteredLocally, call),
        isInTime: ({ createdAt }) => createdAt.getTime() <= position.asOf + aheadOf(planned),
        isAhead: ({ createdAt }) => createdAt.getTime() > now() + aheadOf(planned),
      });
    });
  return { asOf: position.asOf, accounts: position.accounts, streams };
}

/** The most that a provider's clock can be ahead of ours, in milliseconds. 0 unless it is certainly ahead. */
function aheadOf({ clockSkew }: PlannedAccount): number {
  const skew = clockSkew?.() ?? null;
  return skew && skew.least > 0 ? skew.most : 0;
}

function placeOf(account: AccountName, { after, resumeAt }: FeedPosition): FeedKey | null {
  return account in resumeAt ? (resumeAt[account] ?? null) : after;
}

/** The span of time that a walk from this position still reads. */
function spanOf({ filter, order, position, wantedOf }: Opening, planned: PlannedAccount, start: FeedKey | null): Walk {
  const earliest = filter.createdAt?.from?.getTime() ?? 0;
  const latest = filter.createdAt?.to?.getTime() ?? Number.POSITIVE_INFINITY;
  const span = {
    order,
    wanted: wantedOf(planned.account),
    // There are no calls before 1970, and vendors' formats can't express dates long before it.
    from: earliest > 0 ? earliest : Number.NEGATIVE_INFINITY,
    to: Math.min(latest, position.asOf + aheadOf(planned) + AHEAD_MS),
  };
  if (!start) return span;
  return order === CallOrder.NEWEST_FIRST
    ? { ...span, to: Math.min(span.to, start.createdAt) }
    // A call without any time has createdAt 1970, which says nothing about the rest.
    : { ...span, from: start.createdAt > 0 ? Math.max(span.from, start.createdAt) : span.from };
}
