import type { AccountName } from '../model/account.js';
import type { CallFilter } from '../model/call-filter.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { ConnectedAccount, FilterField, ListPlan } from '../providers/provider.js';

/** Why an account takes no part in a page. */
export type SkipReason = 'CANNOT_LIST' | 'FILTERED_OUT' | 'OUT_OF_HISTORY' | 'NOT_IN_WALK';

/** An account's plan for a filter, or the reason why it is skipped. */
export interface PlannedAccount {
  readonly account: AccountName;
  readonly provider: CallProviderName;
  readonly plan: ListPlan | null;
  readonly skipped: SkipReason | null;
  readonly filteredLocally: readonly FilterField[];
  /** The oldest instant for which it lists calls. Null if it keeps all calls. */
  readonly coveredFrom: Date | null;
  /** The filter begins before coveredFrom. */
  readonly reachesTooFarBack: boolean;
  readonly clockSkew: ConnectedAccount['clockSkew'];
}

/** `isInWalk`: the account was there when the walk began. @throws BadUserInput if the provider can't apply the filter. */
export function planAccount({ account, name, list, clockSkew }: ConnectedAccount, filter: CallFilter, isInWalk: boolean): PlannedAccount {
  const skip = (skipped: SkipReason, coveredFrom: Date | null = null): PlannedAccount => ({
    account, provider: name, plan: null, skipped, filteredLocally: [], coveredFrom, reachesTooFarBack: false, clockSkew,
  });
  if (filter.providers && !filter.providers.includes(name)) return skip('FILTERED_OUT');
  if (filter.accounts && !filter.accounts.includes(account)) return skip('FILTERED_OUT');
  if (filter.agent && filter.agent.account !== account) return skip('FILTERED_OUT');
  if (!list) return skip('CANNOT_LIST');
  if (!isInWalk) return skip('NOT_IN_WALK');
  const plan = list.plan(filter);
  const { coveredFrom } = plan;
  if (plan.matchesNothing || listsNothing(filter)) return skip('FILTERED_OUT', coveredFrom);
  const { from, to } = filter.createdAt ?? {};
  if (coveredFrom && to && to < coveredFrom) return skip('OUT_OF_HISTORY', coveredFrom);
  const reachesTooFarBack = coveredFrom !== null && from !== undefined && from < coveredFrom;
  return { account, provider: name, plan, skipped: null, filteredLocally: plan.filteredLocally, coveredFrom, reachesTooFarBack, clockSkew };
}

/** Whether the filter has an empty list, which matches no call. */
function listsNothing({ statuses, directions, phoneNumbers, from, to, contacts }: CallFilter): boolean {
  return [statuses, directions, phoneNumbers, from, to, contacts].some((list) => list?.length === 0);
}
