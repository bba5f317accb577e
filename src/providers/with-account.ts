import { type AccountName, defaultAccount } from '../model/account.js';
import type { Call } from '../model/call.js';
import type { ConnectedAccount, ConnectedProvider, LookupOutcome } from './provider.js';
import { ProviderError } from '../upstream/provider-error.js';

/**
 * A provider at one of its accounts: everything that it returns belongs to that account. The provider itself knows
 * no accounts, so that no mapper can forget one.
 */
export function withAccount(provider: ConnectedProvider, account: AccountName): ConnectedAccount {
  const { name, idsCollide, carrier, carrierIds, lookup, list, dial, agents, events, recordings } = provider;
  const unchanged = { account, name, ...(idsCollide && { idsCollide }), ...(carrier && { carrier }), ...(carrierIds && { carrierIds }), ...(events && { events }), ...(recordings && { recordings }) };
  // Member by member: a spread would lose the methods of a provider that is written as a class.
  if (account === defaultAccount(name)) return { ...unchanged, lookup, ...(list && { list }), ...(dial && { dial }), ...(agents && { agents }) };
  const at = (call: Call) => call.at(account);
  const outcomeAt = (outcome: LookupOutcome) => (outcome === null || outcome instanceof ProviderError ? outcome : at(outcome));
  return {
    ...unchanged,
    lookup: {
      idsPerRequest: lookup.idsPerRequest,
      find: async (references, context, settled) =>
        (await lookup.find(references, context, settled && ((reference, outcome) => settled(reference, outcomeAt(outcome))))).map(outcomeAt),
    },
    ...(agents && { agents: { find: async (id, context) => (await agents.find(id, context))?.at(account) ?? null } }),
    ...(list && {
      list: {
        ...(list.narrowsBy && { narrowsBy: list.narrowsBy }),
        ...(list.learnSpellings && { learnSpellings: (filter, context) => list.learnSpellings?.(filter, context) ?? Promise.resolve() }),
        plan(filter) {
          const plan = list.plan(filter);
          const open: typeof plan.open = (walk) =>
            plan.open(walk).map((source) => ({
              ...(source.contacts && { contacts: source.contacts }),
              get readAhead() {
                return source.readAhead ?? 0;
              },
              get held() {
                return source.held ?? 0;
              },
              async next(context) {
                const batch = await source.next(context);
                return { ...batch, calls: batch.calls.map(at) };
              },
            }));
          return { filteredLocally: plan.filteredLocally, matchesNothing: plan.matchesNothing, coveredFrom: plan.coveredFrom, open };
        },
      },
    }),
    ...(dial && {
      dial: {
        completionEvent: dial.completionEvent,
        webhooksIn: (request) => dial.webhooksIn(request),
        withWebhook: (request, webhook) => dial.withWebhook(request, webhook),
        traitsOf: (request) => dial.traitsOf(request),
        similarityOf: (traits) => dial.similarityOf(traits),
        place: async (request, context) => at(await dial.place(request, context)),
        async findPlaced(attempt, context) {
          const placed = await dial.findPlaced(attempt, context);
          return { ...placed, calls: placed.calls.map(at), similar: placed.similar.map(at) };
        },
      },
    }),
  };
}
