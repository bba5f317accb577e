import type { CallFilter } from '../model/call-filter.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { CallProvider, FilterField, ListPlan } from '../providers/provider.js';

/** Why a provider is not asked. */
export type SkipReason = 'CANNOT_LIST' | 'FILTERED_OUT' | 'OUT_OF_HISTORY';

/** What is asked of one provider: its plan, or why nothing is. */
export interface PlannedProvider {
  readonly provider: CallProviderName;
  readonly plan: ListPlan | null;
  readonly skipped: SkipReason | null;
  readonly filteredLocally: readonly FilterField[];
  /** The oldest call it can be asked for; null where it keeps everything. */
  readonly coveredFrom: Date | null;
  /** The filter reaches further back than that. */
  readonly reachesTooFarBack: boolean;
  readonly clockSkew: CallProvider['clockSkew'];
}

/** @throws BadUserInput for a filter that the provider can't understand. */
export function planProvider({ name, list, clockSkew }: CallProvider, filter: CallFilter): PlannedProvider {
  const skip = (skipped: SkipReason, coveredFrom: Date | null = null): PlannedProvider => ({
    provider: name, plan: null, skipped, filteredLocally: [], coveredFrom, reachesTooFarBack: false, clockSkew,
  });
  if (filter.providers && !filter.providers.includes(name)) return skip('FILTERED_OUT');
  if (filter.agent && filter.agent.provider !== name) return skip('FILTERED_OUT');
  if (!list) return skip('CANNOT_LIST');
  const plan = list.plan(filter);
  const { coveredFrom } = plan;
  if (plan.matchesNothing || listsNothing(filter)) return skip('FILTERED_OUT', coveredFrom);
  const { from, to } = filter.createdAt ?? {};
  if (coveredFrom && to && to < coveredFrom) return skip('OUT_OF_HISTORY', coveredFrom);
  const reachesTooFarBack = coveredFrom !== null && from !== undefined && from < coveredFrom;
  return { provider: name, plan, skipped: null, filteredLocally: plan.filteredLocally, coveredFrom, reachesTooFarBack, clockSkew };
}

/** A list without members lets nothing through. */
function listsNothing({ statuses, directions, phoneNumbers, from, to, contacts }: CallFilter): boolean {
  return [statuses, directions, phoneNumbers, from, to, contacts].some((list) => list?.length === 0);
}
