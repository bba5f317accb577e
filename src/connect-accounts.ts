import type { Logger } from 'pino';
import type { ConfiguredAccount } from './config/accounts.js';
import type { SharedCache } from './connect-shared-cache.js';
import type { Config } from './config/config.js';
import type { EventAddresses } from './events/address.js';
import type { CallCache, CallCacheLimits } from './lookup/call-cache.js';
import { SharedRecordings } from './lookup/shared-recordings.js';
import { SharedLookup } from './lookup/shared-lookup.js';
import type { AccountName } from './model/account.js';
import type { ConnectedAccount, RecordingCapability } from './providers/provider.js';
import { withAccount } from './providers/with-account.js';
import type { Store } from './store/store.js';
import { REQUEST_BUDGETS } from './store/tables.js';
import type { Metrics } from './telemetry/metrics.js';
import { AccountBudget } from './upstream/account-budget.js';
import { countingInPostgres } from './upstream/request-counts.js';
import { perMinute } from './upstream/request-limit.js';
import { MissAllowance } from './upstream/search-allowance.js';
import { type SentRequest, Upstream } from './upstream/upstream.js';

export interface ConnectionParts {
  readonly config: Config;
  readonly store: Store;
  readonly cache: CallCache;
  readonly shared: SharedCache | null;
  readonly addresses: EventAddresses;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The configured accounts, each behind its own limits, with a look-up that all clients share. */
export function connectAccounts(configured: readonly ConfiguredAccount[], parts: ConnectionParts): { accounts: readonly ConnectedAccount[]; upstreams: ReadonlyMap<AccountName, Upstream> } {
  // A vendor may repeat in its words what it was sent.
  const eventsTokens = configured.map(({ eventsToken }) => eventsToken);
  const connected = configured.map((one) => connect(one, eventsTokens, parts));
  return { accounts: connected.map(({ account }) => account), upstreams: new Map(connected.map(({ upstream }) => [upstream.account, upstream])) };
}

function connect(
  { account, definition, settings, budgetKey, requestLimit }: ConfiguredAccount,
  eventsTokens: readonly string[],
  { config, store, cache, shared, addresses, metrics, log, now }: ConnectionParts,
): { upstream: Upstream; account: ConnectedAccount } {
  const { name } = definition;
  const onSent = (request: SentRequest) => {
    metrics.requestSent(request);
    log[request.outcome === 'OK' || request.outcome === 'ABANDONED' ? 'debug' : 'warn']({ ...request, milliseconds: Math.round(request.milliseconds) }, 'upstream request');
  };
  const sharedCounter = shared?.counter ?? (store.pool && countingInPostgres(store.pool, REQUEST_BUDGETS));
  const budget = requestLimit && new AccountBudget(budgetKey, requestLimit, sharedCounter, now);
  const upstream = new Upstream(name, account, config.upstream, budget, now, onSent, shared?.hints ?? null);
  const searches = new MissAllowance(name, requestLimit && perMinute(requestLimit), now);
  const provider = definition.connect(settings, {
    now,
    isOwnWebhook: (url) => addresses.isOwn(url),
    searches,
    clockSkew: () => upstream.clock.skew,
    listFacts: shared?.listFacts(account) ?? null,
    http: (http) => upstream.client({ ...http, secrets: [...http.secrets, ...eventsTokens] }),
    reportUnreadable: (rows) => {
      metrics.rowsUnreadable(account, rows);
      log.warn({ provider: name, account, rows }, 'rows that could not be read as calls were left out');
    },
  });
  const connected = withAccount(provider, account);
  const recordings = connected.recordings && sharedRecordings(connected.recordings, config.cache, now);
  return {
    upstream,
    account: { ...connected, ...(recordings && { recordings }), clockSkew: () => upstream.clock.skew, lookup: new SharedLookup(connected, cache, config.lookupWindowMs, metrics, searches, shared?.calls ?? null) },
  };
}

/** The capability, with recordings remembered if they are found by separate requests. */
function sharedRecordings(capability: RecordingCapability, limits: CallCacheLimits, now: () => number): RecordingCapability {
  if (!capability.find) return capability;
  const shared = new SharedRecordings((calls, context) => capability.find?.(calls, context) ?? Promise.resolve([]), limits, now);
  return { ...capability, find: (calls, context) => shared.of(calls, context) };
}
