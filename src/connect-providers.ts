import type { Logger } from 'pino';
import type { Config, ConfiguredProvider } from './config/config.js';
import type { EventAddresses } from './events/address.js';
import type { CallCache } from './lookup/call-cache.js';
import { SharedLookup } from './lookup/shared-lookup.js';
import type { CallProviderName } from './model/call-provider.js';
import type { ConnectedProvider } from './providers/provider.js';
import type { Store } from './store/store.js';
import { REQUEST_BUDGETS } from './store/tables.js';
import type { Metrics } from './telemetry/metrics.js';
import { AccountBudget } from './upstream/account-budget.js';
import { MissAllowance } from './upstream/search-allowance.js';
import { type SentRequest, Upstream } from './upstream/upstream.js';

export interface ConnectionParts {
  readonly config: Config;
  readonly store: Store;
  readonly cache: CallCache;
  readonly addresses: EventAddresses;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The configured providers. Each has separate limits and a look-up that all clients share. */
export function connectProviders(configured: readonly ConfiguredProvider[], parts: ConnectionParts): { providers: readonly ConnectedProvider[]; upstreams: ReadonlyMap<CallProviderName, Upstream> } {
  const connected = configured.map((one) => connect(one, parts));
  return { providers: connected.map(({ provider }) => provider), upstreams: new Map(connected.map(({ upstream }) => [upstream.provider, upstream])) };
}

function connect({ definition, settings, account, requestsPerMinute }: ConfiguredProvider, { config, store, cache, addresses, metrics, log, now }: ConnectionParts): { upstream: Upstream; provider: ConnectedProvider } {
  const { name } = definition;
  const onSent = (request: SentRequest) => {
    metrics.requestSent(request);
    log[request.outcome === 'OK' || request.outcome === 'ABANDONED' ? 'debug' : 'warn']({ ...request, milliseconds: Math.round(request.milliseconds) }, 'upstream request');
  };
  const budget = requestsPerMinute === null ? null : new AccountBudget(account, requestsPerMinute, store.pool && { pool: store.pool, table: REQUEST_BUDGETS }, now);
  const upstream = new Upstream(name, config.upstream, budget, now, onSent);
  const searches = new MissAllowance(name, requestsPerMinute, now);
  const provider = definition.connect(settings, {
    now,
    isOwnWebhook: (url) => addresses.isOwn(url),
    searches,
    clockSkew: () => upstream.clock.skew,
    // A vendor's message may repeat the token that it was sent.
    http: (http) => upstream.client({ ...http, secrets: [...http.secrets, config.eventsToken] }),
    reportUnreadable: (rows) => {
      metrics.rowsUnreadable(name, rows);
      log.warn({ provider: name, rows }, 'rows that could not be read as calls were left out');
    },
  });
  const { list, dial, agents, events } = provider;
  return {
    upstream,
    // Copied member by member, because a spread would lose the methods of a provider that is a class.
    provider: { name, list, dial, agents, events, clockSkew: () => upstream.clock.skew, lookup: new SharedLookup(name, provider.lookup, cache, config.lookupWindowMs, metrics, searches) },
  };
}
